/** Whether the page may ask for the microphone right now: only after the person pressed record, and only while it is recorded. */
export type MicrophoneGate = { open(): void; close(): void; isOpen(): boolean }

/** The page asks at once; a recording ends within two minutes. */
const OPEN_MILLISECONDS = 150_000

export const createMicrophoneGate = (now: () => number): MicrophoneGate => {
  let until = 0
  return {
    open: () => {
      until = now() + OPEN_MILLISECONDS
    },
    close: () => {
      until = 0
    },
    isOpen: () => now() < until,
  }
}
