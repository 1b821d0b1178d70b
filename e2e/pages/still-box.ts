import type { Locator } from '@playwright/test'

const LOOKS = 40
const BETWEEN_MILLISECONDS = 120

/** Where something lies once it has stopped moving: lanes and panels that arrive late push a waveform about. */
export const stillBox = async (locator: Locator): Promise<{ x: number; y: number; width: number; height: number }> => {
  let before = ''
  for (let look = 0; look < LOOKS; look++) {
    const box = await locator.boundingBox()
    const now = JSON.stringify(box)
    if (box && now === before) return box
    before = now
    await locator.page().waitForTimeout(BETWEEN_MILLISECONDS)
  }
  throw new Error('it is not on the screen, or does not come to rest')
}
