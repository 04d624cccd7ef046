// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
'use strict';

const AWS = require('aws-sdk');
const { talk } = require('./talk.js');

const management = new AWS.ApiGatewayManagementApi({ endpoint: process.env.HTTP_URL, maxRetries: 0 });
const lambda = new AWS.Lambda({ endpoint: new URL(process.env.HTTP_URL).origin, maxRetries: 0 });

talk({
  post: (ConnectionId, Data) => management.postToConnection({ ConnectionId, Data }).promise(),
  get: (ConnectionId) => management.getConnection({ ConnectionId }).promise(),
  remove: (ConnectionId) => management.deleteConnection({ ConnectionId }).promise(),
  invoke: async (FunctionName, event) => {
    const { Payload } = await lambda.invoke({ FunctionName, Payload: JSON.stringify(event) }).promise();
    return JSON.parse(Payload);
  },
}).catch((error) => { console.error(error); process.exit(1); });
