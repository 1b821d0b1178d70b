import { z } from 'zod'

/** Colours that are told apart without full colour vision (Okabe and Ito, Color Universal Design, 2008), by names that everybody has for them. */
export const MarkerColour = z.enum(['orange', 'sky', 'green', 'yellow', 'blue', 'vermilion', 'purple'])
export type MarkerColour = z.output<typeof MarkerColour>

const COLOURS: Readonly<Record<MarkerColour, { readonly name: string; readonly hex: string }>> = {
  orange: { name: 'Orange', hex: '#E69F00' },
  sky: { name: 'Sky blue', hex: '#56B4E9' },
  green: { name: 'Bluish green', hex: '#009E73' },
  yellow: { name: 'Yellow', hex: '#F0E442' },
  blue: { name: 'Blue', hex: '#0072B2' },
  vermilion: { name: 'Vermilion', hex: '#D55E00' },
  purple: { name: 'Reddish purple', hex: '#CC79A7' },
}

export const colourName = (colour: MarkerColour): string => COLOURS[colour].name
/** "#RRGGBB" */
export const colourHex = (colour: MarkerColour): string => COLOURS[colour].hex
