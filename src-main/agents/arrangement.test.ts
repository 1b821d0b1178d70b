import { expect, test } from 'vitest'
import type { Take, TakeSection } from '../../src-shared/project/document.ts'
import { arrangeSpans } from './arrangement.ts'

const section = (label: string, role: string, startBar: number, energy = 0.5): TakeSection => ({ label, role, startBar, barCount: 8, energy }) as TakeSection
/** 120 bpm, 4/4: a bar is 2 s */
const song = (...sections: TakeSection[]): Take =>
  ({
    sections,
    tempoMap: [{ atTicks: 0, tempoBpm: 120 }],
    timeSignature: { beats: 4, unit: 4 },
    firstBarFrame: 0,
    sampleRateHz: 1_000,
    lengthFrames: sections.length * 16_000,
    scoreSha256: 'x',
  }) as unknown as Take
const AABA = song(section('A', 'verse', 0), section('A', 'verse', 8), section('B', 'chorus', 16, 0.7), section('A', 'verse', 24))
const wish = (more: object) => ({ kind: 'arrange' as const, section: 'all' as const, which: 'every' as const, energy: 0, rests: [], ...more })

test('a named part means its bars; which of several can be said', () => {
  expect(arrangeSpans(wish({ section: 'verse', which: 'last', energy: -0.3 }), AABA, undefined)).toMatchObject([
    { name: 'verse 3', startFrame: 48_000, endFrame: 64_000, arranging: { energy: 0.2, rests: [] } },
  ])
  expect(arrangeSpans(wish({ section: 'verse', rests: ['drums'] }), AABA, undefined)).toHaveLength(3)
  expect(arrangeSpans(wish({ section: 'chorus', which: 'second' }), AABA, undefined)).toBe('There is only one chorus.')
})

test('in A A B A the bridge is B; where nothing fits, the parts that are there are named', () => {
  expect(arrangeSpans(wish({ section: 'bridge', energy: -0.3 }), AABA, undefined)).toMatchObject([{ startFrame: 32_000, endFrame: 48_000 }])
  expect(arrangeSpans(wish({ section: 'intro' }), AABA, undefined)).toBe(
    'This song has no intro. It has: verse, chorus. Name one of them, or mark the bars you mean.',
  )
  expect(arrangeSpans(wish({ section: 'intro' }), song(), undefined)).toContain('are not known yet')
})

test('marked bars, and the whole song', () => {
  expect(arrangeSpans(wish({ section: 'marked', energy: 0.3 }), AABA, { startFrame: 33_000, endFrame: 40_000 })).toMatchObject([
    { startFrame: 33_000, arranging: { energy: 1 } },
  ])
  expect(arrangeSpans(wish({ section: 'marked' }), AABA, undefined)).toContain('No bars are marked')
  expect(arrangeSpans(wish({ rests: ['bass'] }), AABA, undefined)).toMatchObject([{ startFrame: 0, endFrame: 64_000 }])
})
