import type { CustomScheme } from 'electron'

export const APP_SCHEME = 'segno-app'
export const MEDIA_SCHEME = 'segno-media'
/** The one origin that is trusted when the app is built. */
export const APP_ORIGIN = `${APP_SCHEME}://studio`

/** Must be registered before the app is ready. */
export const privilegedSchemes: CustomScheme[] = [
  { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  { scheme: MEDIA_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, corsEnabled: true } },
]
