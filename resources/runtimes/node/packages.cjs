// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
'use strict';

// What makes packages behave here as they do on Lambda.

const Module = require('module');

// The AWS SDK v2 does not know AWS_ENDPOINT_URL_SERVICE; once it is loaded, its configuration says so.
exports.obeyEndpoints = () => {
  const v2 = /(^|[\\/])aws-sdk([\\/]|$)/;
  const load = Module._load;
  let done = false;
  Module._load = function loadAndConfigure(request, parent, ...rest) {
    const exported = load.call(this, request, parent, ...rest);
    if (done || !v2.test(request)) return exported;
    done = true;
    const { config } = exported.config ? exported : load.call(this, 'aws-sdk/global', parent, false);
    for (const [name, endpoint] of Object.entries(process.env)) {
      const service = /^AWS_ENDPOINT_URL(?:_(.+))?$/.exec(name);
      if (!service) continue;
      if (service[1]) config[service[1].toLowerCase().replace(/_/g, '')] = { endpoint };
      else config.endpoint = endpoint;
    }
    return exported;
  };
};

// ES modules do not look into NODE_PATH, where Lambda's own packages and those of layers are: from now on they do,
// when nothing nearer was found. Where Node cannot (before 18.19), the import says what is missing.
const hooks = `
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
const require = createRequire('file:///');
export async function resolve(specifier, context, next) {
  try {
    return await next(specifier, context);
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND' || /^[./]|^[a-z]+:/.test(specifier)) throw error;
    try {
      return { url: pathToFileURL(require.resolve(specifier)).href, shortCircuit: true };
    } catch (_) {
      throw error;
    }
  }
}`;
exports.findInNodePath = () => {
  if (!process.env.NODE_PATH || typeof Module.register !== 'function') return;
  Module.register(`data:text/javascript,${encodeURIComponent(hooks)}`);
};
