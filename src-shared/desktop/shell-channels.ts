/** The three names that preload and main share beneath the typed wire. Nothing else crosses `ipcRenderer`. */
export const shellChannels = {
  /** preload -> main: give this frame a port */
  connect: 'shell:connect',
  /** main -> preload: here it is */
  port: 'shell:port',
  /** preload -> main: absolute paths of files that a person offered; answers an OfferId */
  offerFiles: 'shell:offer-files',
} as const
