/** Loaded before the command line by a test: notes every way out of the process that is tried, and lets none of them happen. */

import dgram from 'node:dgram'
import dns from 'node:dns'
import { appendFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import net from 'node:net'
import tls from 'node:tls'

const note = (what) => {
  appendFileSync(process.env.SEGNO_TEST_NETWORK_NOTES, `${what}\n`)
  throw Object.assign(new Error(`a test forbids ${what}`), { code: 'ECONNREFUSED', syscall: 'connect' })
}
net.Socket.prototype.connect = () => note('net.connect')
net.connect = net.createConnection = () => note('net.connect')
tls.connect = () => note('tls.connect')
dgram.createSocket = () => note('dgram.createSocket')
for (const name of ['lookup', 'resolve', 'resolve4', 'resolve6']) {
  dns[name] = () => note(`dns.${name}`)
  dns.promises[name] = () => note(`dns.promises.${name}`)
}
globalThis.fetch = () => note('fetch')
globalThis.WebSocket = class {
  constructor() {
    note('WebSocket')
  }
}
syncBuiltinESMExports()
