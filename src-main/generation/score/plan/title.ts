import type { OpenStyleId, StyleId } from '../../../../src-shared/generation/plan.ts'
import type { Random } from '../../../../src-shared/kernel/random.ts'
import { findStyle } from '../styles/index.ts'
import type { TitleWords } from '../styles/style.ts'

const BANKS: Readonly<Record<OpenStyleId, TitleWords>> = {
  lofi: {
    first: ['Paper', 'Late', 'Amber', 'Window', 'Quiet', 'Corner', 'Velvet', 'Sunday', 'Slow', 'Dusty', 'Borrowed', 'Second-Hand'],
    second: ['Lanterns', 'Trams', 'Notebook', 'Tea', 'Umbrella', 'Balcony', 'Streetlight', 'Postcards', 'Cassette', 'Margins', 'Staircase', 'Raincoat'],
  },
  house: {
    first: ['Neon', 'Chrome', 'Midnight', 'Electric', 'Mirror', 'Solar', 'Velvet', 'Second', 'Golden', 'Infinite', 'Double', 'Carbon'],
    second: ['Motion', 'Avenue', 'Pulse', 'Skyline', 'Signal', 'Arcade', 'Heat', 'Horizon', 'Run', 'Voltage', 'Gravity', 'Tunnel'],
  },
  ambient: {
    first: ['Still', 'Distant', 'Pale', 'Slow', 'Hollow', 'Glass', 'Northern', 'Silent', 'Lunar', 'Soft', 'Open', 'Drifting'],
    second: ['Harbour', 'Meadow', 'Orbit', 'Tide', 'Snowfall', 'Cathedral', 'Lake', 'Breath', 'Aurora', 'Moss', 'Horizon', 'Lullaby'],
  },
  'acoustic-pop': {
    first: ['Open', 'Golden', 'Honest', 'Copper', 'Summer', 'Wooden', 'Sunlit', 'Barefoot', 'Wild', 'Homemade', 'Evergreen', 'Lucky'],
    second: ['Road', 'Morning', 'Letters', 'Porch', 'Kitchen', 'River', 'Bicycle', 'Orchard', 'Picnic', 'Garden', 'Campfire', 'Sparrow'],
  },
  chip: {
    first: ['Pixel', 'Turbo', 'Hidden', 'Bonus', 'Cobalt', 'Laser', 'Crystal', 'Final', 'Secret', 'Micro', 'Comet', 'Ghost'],
    second: ['Castle', 'Level', 'Quest', 'Dungeon', 'Rocket', 'Garden', 'Boss', 'Continue', 'Warp', 'Kingdom', 'Dash', 'Overworld'],
  },
}

const capital = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1)
/** Words of a prompt that are pictures. A closed list: any other noun may be half a sentence ("description", "until"). */
const IMAGES = new Set(
  (
    'night rain moon moonlight autumn winter summer morning dream dreams stars star space snow midnight sunrise sunset sunshine sun twilight dusk dawn spring memory ' +
    'memories love adventure sea ocean river lake island beach waves storm thunder clouds sky mountain mountains forest desert garden meadow city street train road highway ' +
    'café coffee tea kitchen campfire fire candle lighthouse castle dragon hero robot ghost rocket planet galaxy comet school library harbour bridge window home'
  ).split(' '),
)

/** A short title from the prompt's own images where it has any, else from the style's words; the same prompt and seed, the same title. */
export const inventTitle = (style: StyleId, imagery: readonly string[], random: Random): string => {
  const { first, second } = findStyle(style)?.titles ?? (BANKS as Partial<Record<StyleId, TitleWords>>)[style] ?? BANKS.lofi
  const image = imagery.filter(isImage).slice(0, 6)
  const own = image.length > 0 && random.chance(0.8) ? capital(random.pick(image).toLowerCase()) : undefined
  const a = random.pick(first.filter((word) => word !== own))
  const b = random.pick(second.filter((word) => word !== own))
  if (own === undefined) return `${a} ${b}`
  return random.pick([`${a} ${own}`, `${own} ${b}`, `${own} and ${b}`, `${b} in ${own}`].slice(0, random.chance(0.25) ? 4 : 2))
}

/** Mood words that are also pictures: rain, night, moon. */
export const isImage = (word: string): boolean => IMAGES.has(word.toLowerCase())
