import { APP_ORIGIN } from './schemes.ts'

/** What is needed of Electron's WebFrameMain. */
export type SenderFrame = { readonly url: string; readonly parent: unknown }

/** `segno-app` is no scheme that URL knows an origin of, so the origin is put together by hand. */
const originOf = (address: string): string | undefined => {
  const url = URL.parse(address)
  return url ? `${url.protocol}//${url.host}` : undefined
}

/**
 * The one frame that main listens to: the main frame of a window, showing the app itself. A frame that was navigated or removed while its
 * message was under way arrives as null and is not trusted.
 */
export const isTrustedFrame = (frame: SenderFrame | null, devServer?: string): boolean => {
  if (!frame || frame.parent !== null) return false
  const origin = originOf(frame.url)
  return origin === APP_ORIGIN || (devServer !== undefined && origin === originOf(devServer))
}
