/** What Chromium has of the Web Audio API 1.1 and TypeScript’s DOM library has not yet. */
declare global {
  interface AudioContext {
    readonly sinkId: string
    setSinkId(sinkId: string): Promise<void>
  }
  interface AudioContextOptions {
    sinkId?: string
  }
}

/** The engine’s word for wherever the system sends its sound. */
export const SYSTEM_SINK = ''
