import type { StudioClient } from '../../src-shared/ipc/studio-contract.ts'

let connected: StudioClient | undefined

/** Called once at start with the wire's client, and by tests with a hand-written fake. */
export const provideStudio = (client: StudioClient): void => {
  connected = client
}

/** The studio behind the window: the only door to main. Throws before {@link provideStudio}: a defect in start-up, not a failure. */
export const studio: StudioClient = new Proxy({} as StudioClient, {
  get: (_target, domain: keyof StudioClient) => {
    if (!connected) throw new Error('the studio is not connected yet')
    return connected[domain]
  },
})
