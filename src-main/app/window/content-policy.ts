import { MEDIA_SCHEME } from './schemes.ts'

/**
 * The page's content security policy. Scripts come from the app's files only: no inline script, no eval, no other host. Styles may be inline
 * because the waveform draws into shadow roots with style elements of its own; a style cannot run code.
 *
 * @param devServer  origin of the development server, which needs inline scripts and a socket for hot reload; undefined when built
 */
export const contentPolicy = (devServer?: string): string =>
  Object.entries({
    'default-src': "'none'",
    'script-src': devServer ? "'self' 'unsafe-inline'" : "'self'",
    'style-src': "'self' 'unsafe-inline'",
    'font-src': "'self'",
    'img-src': `'self' data: blob: ${MEDIA_SCHEME}:`,
    'media-src': `'self' blob: ${MEDIA_SCHEME}:`,
    'connect-src': `'self' ${MEDIA_SCHEME}:${devServer ? ` ${devServer.replace(/^http/, 'ws')}` : ''}`,
    'worker-src': "'self'",
    'frame-src': "'none'",
    'object-src': "'none'",
    'base-uri': "'none'",
    'form-action': "'none'",
    'frame-ancestors': "'none'",
  })
    .map(([directive, sources]) => `${directive} ${sources}`)
    .join('; ')
