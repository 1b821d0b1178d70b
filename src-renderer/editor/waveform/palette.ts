/** Colours of the canvas, read once from the theme's custom properties so that one file decides how the studio looks. */
export type Palette = {
  readonly line: string
  readonly text: string
  readonly textQuiet: string
  readonly surface: string
  readonly wave: string
  readonly waveCore: string
  readonly played: string
  readonly playedCore: string
  readonly fresh: string
  readonly freshCore: string
  readonly accent: string
  readonly sections: readonly string[]
  readonly takes: readonly string[]
  readonly font: string
}

const NAMES = {
  line: '--wave-grid',
  text: '--wave-text',
  textQuiet: '--wave-text-quiet',
  surface: '--wave-surface',
  wave: '--wave-peak',
  waveCore: '--wave-core',
  played: '--wave-played',
  playedCore: '--wave-played-core',
  fresh: '--wave-fresh',
  freshCore: '--wave-fresh-core',
  accent: '--wave-accent',
} as const

export const readPalette = (element: Element): Palette => {
  const style = getComputedStyle(element)
  const colour = (name: string): string => style.getPropertyValue(name).trim()
  const named = Object.fromEntries(Object.entries(NAMES).map(([key, name]) => [key, colour(name)])) as { [K in keyof typeof NAMES]: string }
  return {
    ...named,
    sections: [1, 2, 3, 4, 5].map((n) => colour(`--wave-section-${n}`)),
    takes: [1, 2, 3, 4].map((n) => colour(`--take-${n}`)),
    font: style.fontFamily,
  }
}
