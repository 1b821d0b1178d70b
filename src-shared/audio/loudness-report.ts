import { z } from 'zod'

/** ITU-R BS.1770 integrated loudness (undefined for silence) and true peak in dB relative to full scale. */
export const Loudness = z.object({ integratedLufs: z.number().optional(), truePeakDbtp: z.number() })
export type Loudness = z.output<typeof Loudness>
