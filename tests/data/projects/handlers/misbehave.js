'use strict';

const { spawn } = require('child_process');
const fs = require('fs');

const ways = {
  ok: async () => ({ statusCode: 200, body: 'ok' }),
  throws: () => { throw new TypeError('rows is undefined'); },
  rejects: async () => { throw new RangeError('too far'); },
  throwsText: async () => { throw 'just text'; },
  uncaught: () => new Promise(() => { setTimeout(() => { throw new Error('nobody catches me'); }, 1); }),
  exits: async () => { process.exit(3); },
  killed: async () => { process.kill(process.pid, 'SIGKILL'); await new Promise(() => {}); },
  aborts: async () => { process.abort(); },
  hangs: () => { for (;;); },
  waits: () => new Promise((resolve) => { setTimeout(resolve, 60000); }),
  allocatesHeap: async () => { const all = []; for (;;) all.push(new Array(100000).fill({})); },
  allocatesBuffers: async () => { const all = []; for (;;) { all.push(Buffer.alloc(8 * 1024 * 1024, 1)); await new Promise((resolve) => setImmediate(resolve)); } },
  floods: async () => {
    const block = Buffer.alloc(1024 * 1024, 'flood ');
    for (let i = 0; i < 1024; i++) fs.writeSync(1, block);
    return { statusCode: 200, body: 'flooded' };
  },
  answers10MiB: async () => ({ statusCode: 200, body: 'x'.repeat(10 * 1024 * 1024) }),
  answersNothing: async () => {},
  answersText: async () => 'text',
  answersFunction: async () => () => {},
  answersCircular: async () => { const me = { statusCode: 200 }; me.me = me; return me; },
  answersBigInt: async () => ({ statusCode: 200, body: 1n }),
  answersTwice: (event, context, callback) => { callback(null, { statusCode: 200, body: 'once' }); callback(null, { statusCode: 200, body: 'twice' }); },
  leavesChild: async () => { spawn('sleep', ['600'], { stdio: 'ignore' }); process.exit(0); },
  leavesDaemon: async () => { spawn('sh', ['-c', 'setsid sleep 600 & setsid sh -c "sleep 600 & sleep 600" & sleep 600'], { detached: true, stdio: 'ignore' }).unref(); process.exit(0); },
};

exports.handler = (event, context, callback) => ways[JSON.parse(event.body).way](event, context, callback);
