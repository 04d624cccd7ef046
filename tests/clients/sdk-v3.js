// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
'use strict';

const { ApiGatewayManagementApi } = require('@aws-sdk/client-apigatewaymanagementapi');
const { LambdaClient, InvokeCommand } = require('@aws-sdk/client-lambda');
const { talk } = require('./talk.js');

const management = new ApiGatewayManagementApi({ endpoint: process.env.HTTP_URL });
const lambda = new LambdaClient({ endpoint: new URL(process.env.HTTP_URL).origin });

talk({
  post: (ConnectionId, Data) => management.postToConnection({ ConnectionId, Data }),
  get: (ConnectionId) => management.getConnection({ ConnectionId }),
  remove: (ConnectionId) => management.deleteConnection({ ConnectionId }),
  invoke: async (FunctionName, event) => {
    const { Payload } = await lambda.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify(event) }));
    return JSON.parse(Buffer.from(Payload).toString());
  },
}).catch((error) => { console.error(error); process.exit(1); });
