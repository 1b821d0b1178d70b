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
  readonly marker: string
  readonly sections: readonly string[]
  readonly takes: readonly string[]
  readonly font: string
  /** how much larger than usual the musician wants words: 1 is usual */
  readonly textScale: number
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
  marker: '--wave-marker',
} as const

/** A font of the canvas that grows with the page's words. */
export const canvasFont = ({ font, textScale }: Palette, weight: number, px: number): string => `${weight} ${px * textScale}px ${font}`

const USUAL_TEXT_PX = 16

/** The system's own colours have names that a canvas cannot look up; the page can. */
const SYSTEM_COLOUR = /^[A-Z][A-Za-z]+$/

export const readPalette = (element: HTMLElement): Palette => {
  const style = getComputedStyle(element)
  const before = element.style.color
  const colour = (name: string): string => {
    const written = style.getPropertyValue(name).trim()
    if (!SYSTEM_COLOUR.test(written)) return written
    element.style.color = written
    return style.color
  }
  const named = Object.fromEntries(Object.entries(NAMES).map(([key, name]) => [key, colour(name)])) as { [K in keyof typeof NAMES]: string }
  const palette = {
    ...named,
    sections: [1, 2, 3, 4, 5].map((n) => colour(`--wave-section-${n}`)),
    takes: [1, 2, 3, 4].map((n) => colour(`--take-${n}`)),
    font: style.fontFamily,
    textScale: Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / USUAL_TEXT_PX || 1,
  }
  element.style.color = before
  return palette
}

/** Calls back when the colours or the size of words may have changed: another contrast, the system's forced colours, another text size. Returns the way to stop. */
export const onPaletteChange = (changed: () => void): (() => void) => {
  const forced = window.matchMedia('(forced-colors: active)')
  const wishes = new MutationObserver(changed)
  wishes.observe(document.documentElement, { attributes: true, attributeFilter: ['data-contrast', 'style'] })
  forced.addEventListener('change', changed)
  return () => {
    wishes.disconnect()
    forced.removeEventListener('change', changed)
  }
}
