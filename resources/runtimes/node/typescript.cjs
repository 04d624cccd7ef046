// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
'use strict';

// A handler in TypeScript, by what the project itself brings: esbuild (also serverless-esbuild's and tsx's own) or tsx.
// Nothing is written; positions are those of the source.

const fs = require('fs');
const Module = require('module');
const path = require('path');
const { pathToFileURL } = require('url');

function resolve(name, root) {
  try {
    return require.resolve(name, { paths: [root] });
  } catch (_) {
    return undefined;
  }
}

// Everything outside node_modules becomes one CommonJS module, as a bundler would make it; packages stay packages.
function bundle(esbuild, file, root, NamedError) {
  const options = {
    entryPoints: [file], outfile: `${file}.js`, write: false, bundle: true, platform: 'node', format: 'cjs',
    target: `node${process.versions.node}`, sourcemap: 'inline', sourcesContent: false, logLevel: 'silent', packages: 'external',
    banner: { js: 'const greenroomModuleUrl = require("url").pathToFileURL(__filename).href;' },
    define: { 'import.meta.url': 'greenroomModuleUrl' },
  };
  try {
    return esbuild.buildSync(options).outputFiles[0].text;
  } catch (error) {
    if (!error.errors || !error.errors.length) throw error;
    const [{ text, location }] = error.errors;
    if (text.includes('Invalid option') || text.includes('"packages"')) return bundleOld(esbuild, options, root);
    const place = location ? ` (${path.resolve(location.file)}:${location.line})` : '';
    throw new NamedError('Runtime.UserCodeSyntaxError', `SyntaxError: ${text}${place}`);
  }
}

// Before 0.16.5: what the project lists stays outside.
function bundleOld(esbuild, { packages, ...options }, root) {
  const listed = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  const external = [...Object.keys({ ...listed.dependencies, ...listed.devDependencies }), 'aws-sdk', '@aws-sdk/*'];
  return esbuild.buildSync({ ...options, external }).outputFiles[0].text;
}

function compile(code, file) {
  const module = new Module(file, null);
  module.filename = file;
  module.paths = Module._nodeModulePaths(path.dirname(file));
  module._compile(code, file);
  return module.exports;
}

exports.load = async (file, root, isEsModule, NamedError) => {
  const tsx = resolve('tsx/cjs/api', root);
  const esbuild = resolve('esbuild', root);
  if (tsx && (isEsModule || !esbuild)) {
    require(tsx).register();
    const forModules = resolve('tsx/esm/api', root);
    if (!isEsModule) return require(file);
    if (forModules) require(forModules).register();
    return import(pathToFileURL(file).href);
  }
  if (esbuild) return compile(bundle(require(esbuild), file, root, NamedError), file);
  throw new NamedError('Runtime.ImportModuleError',
    `${path.relative(root, file)} is TypeScript, and the project has neither esbuild nor tsx: npm install --save-dev esbuild, or build it`);
};
