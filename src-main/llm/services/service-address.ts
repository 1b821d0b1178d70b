import { isIP } from 'node:net'

const isPrivate = (host: string): boolean => {
  const bare = host.replace(/^\[|\]$/g, '')
  if (bare === 'localhost' || bare.endsWith('.localhost') || bare.endsWith('.local')) return true
  if (isIP(bare) === 6) return bare === '::1' || /^f[cd]/i.test(bare)
  return isIP(bare) === 4 && /^(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/.test(bare)
}

/** Why an address cannot be used, in a sentence; undefined when it can. Keys travel in clear over http, so that is for one's own machines only. */
export const addressFault = (address: string): string | undefined => {
  const url = URL.parse(address)
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    return 'An address begins with https://, or http:// for a server on this machine or in your own network.'
  if (url.username !== '' || url.password !== '') return 'Put the key into the field for it, not into the address.'
  if (url.protocol === 'http:' && !isPrivate(url.hostname)) return 'Over http:// a key could be read by others on the way. Use https://.'
  return undefined
}
