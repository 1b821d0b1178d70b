import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'

export const sealed = (): FailureError =>
  new FailureError(
    failure(
      'network.sealed',
      'The studio is sealed: it opens no connection. Unseal it under Settings > General (or start it without SEGNO_SEALED) and try again.',
    ),
  )

const NAMES = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL'])
const REFUSALS = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENETDOWN', 'ETIMEDOUT', 'EADDRNOTAVAIL'])
const CUTS = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'ERR_STREAM_PREMATURE_CLOSE', 'HPE_INVALID_CONSTANT', 'HPE_INVALID_CHUNK_SIZE'])

/** Whether trying the same thing again may help. */
export type NetworkTrouble = { readonly error: FailureError; readonly mayPass: boolean }

const trouble = (code: `network.${string}`, message: string, mayPass: boolean, cause?: unknown): NetworkTrouble => ({
  error: new FailureError(failure(code, message), { cause }),
  mayPass,
})

export const stalled = (host: string, seconds: number): NetworkTrouble =>
  trouble('network.stalled', `${host} sent nothing for ${seconds} seconds. What has arrived is kept: try again, and it goes on from there.`, true)

export const cutOff = (host: string, cause?: unknown): NetworkTrouble =>
  trouble('network.cut-off', `The connection to ${host} was cut off. What has arrived is kept: try again, and it goes on from there.`, true, cause)

/** What the operating system, TLS or the HTTP parser said, in words; undefined where it is about something else (a disk, a defect). */
export const troubleOfConnection = (cause: unknown, host: string): NetworkTrouble | undefined => {
  if (cause instanceof FailureError || !(cause instanceof Error)) return undefined
  const { code = '', syscall } = cause as NodeJS.ErrnoException
  // a host with several addresses fails with all of their errors
  if (cause instanceof AggregateError) return troubleOfConnection(cause.errors[0], host)
  if (NAMES.has(code)) return trouble('network.unreachable', `${host} was not found. Check the connection to the internet, then try again.`, true, cause)
  if (REFUSALS.has(code)) return trouble('network.unreachable', `${host} cannot be reached. Check the connection to the internet, then try again.`, true, cause)
  if (CUTS.has(code) || code.startsWith('HPE_') || cause.message === 'aborted') return cutOff(host, cause)
  if (/CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|DEPTH_ZERO/.test(code)) {
    const message = `The connection to ${host} is not trustworthy (${code}), so nothing was fetched. A proxy may be in between: tell npm or NODE_EXTRA_CA_CERTS its certificate.`
    return trouble('network.untrusted', message, false, cause)
  }
  return syscall === 'connect' || syscall === 'getaddrinfo' ? trouble('network.unreachable', `${host} cannot be reached (${code}).`, true, cause) : undefined
}

/** What an answer's status means when it is not the file. */
export const troubleOfStatus = (status: number, host: string, what: string): NetworkTrouble => {
  if (status === 401 || status === 403)
    return trouble('network.not-allowed', `${host} does not give out ${what} without permission. It may ask you to accept its terms and sign in first.`, false)
  if (status === 404 || status === 410)
    return trouble('network.not-there', `${what} is not at ${host} any more. Look for a newer version of the studio.`, false)
  if (status === 429)
    return trouble('network.busy', `${host} asks for a pause: too much was fetched in a short time. Try again later; what has arrived is kept.`, true)
  if (status === 407) return trouble('network.not-allowed', 'The proxy asks for a name and a password. Tell them to npm (npm config set proxy).', false)
  return trouble('network.refused', `${host} answered with an error (${status}) instead of ${what}. Try again later; what has arrived is kept.`, status >= 500)
}

export const wrongSize = (what: string, expected: number, stated: number): FailureError =>
  new FailureError(
    failure('network.wrong-size', `${what} should be ${expected} bytes long, but ${stated} are offered. It is another file, so it was not taken.`, {
      expected,
      stated,
    }),
  )
