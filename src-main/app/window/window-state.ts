import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'

const Bounds = z.object({ x: z.number().int(), y: z.number().int(), width: z.number().int(), height: z.number().int() })
export type Bounds = z.output<typeof Bounds>
const WindowState = z.object({ bounds: Bounds, isMaximized: z.boolean() })
export type WindowState = z.output<typeof WindowState>

export const MINIMUM_SIZE = { width: 960, height: 640 } as const
const DEFAULT_SIZE = { width: 1440, height: 900 } as const

/** How much of the window must lie on a screen, pixels, for a person to be able to grab it. */
const GRABBABLE_PIXELS = 100

const overlap = (a: Bounds, b: Bounds) => ({
  width: Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x),
  height: Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y),
})

/**
 * Where the window opens: as it was left, unless that screen is gone; then, and the first time, in the middle of the main screen, no larger
 * than it.
 *
 * @param screens  work areas of the screens, the main one first
 */
export const fitToScreens = (saved: Bounds | undefined, screens: readonly Bounds[]): Bounds => {
  const isReachable = (bounds: Bounds) =>
    screens.some((screen) => {
      const shown = overlap(bounds, screen)
      return shown.width >= GRABBABLE_PIXELS && shown.height >= GRABBABLE_PIXELS && bounds.y >= screen.y - 1
    })
  if (saved && isReachable(saved)) {
    return { ...saved, width: Math.max(saved.width, MINIMUM_SIZE.width), height: Math.max(saved.height, MINIMUM_SIZE.height) }
  }
  const main = screens[0] ?? { x: 0, y: 0, ...DEFAULT_SIZE }
  const width = Math.min(DEFAULT_SIZE.width, main.width)
  const height = Math.min(DEFAULT_SIZE.height, main.height)
  return { x: main.x + Math.floor((main.width - width) / 2), y: main.y + Math.floor((main.height - height) / 2), width, height }
}

/** The remembered place. A missing or damaged file means "nothing remembered": it holds no work, so it is not worth a question. */
export const readWindowState = (path: string): WindowState | undefined => {
  try {
    return WindowState.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return undefined
  }
}

/** @throws the file system's error; the caller decides whether it matters */
export const writeWindowState = (path: string, state: WindowState): void => {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(`${path}.new`, JSON.stringify(state))
  renameSync(`${path}.new`, path)
}
