import { expect, test } from 'vitest'
import { fitOf, type Machine } from './fit.ts'

const laptop: Machine = { memoryBytes: 16e9, cores: 8, speed: { gigaflops: 100, threads: 4 } }
const card = { name: 'RTX 3060', memoryBytes: 12e9 }
const verdict = (memoryBytes: number, runsOn: 'cpu' | 'gpu' | 'both', machine: Machine, realTimeGigaflops?: number) =>
  fitOf({ memoryBytes, runsOn, realTimeGigaflops }, machine).verdict

test('memory decides: what fits, what is tight, what does not', () => {
  expect(verdict(2e9, 'cpu', laptop)).toBe('yes')
  expect(verdict(14.5e9, 'both', laptop)).toBe('tight')
  expect(verdict(16e9, 'both', laptop)).toBe('no')
  expect(fitOf({ memoryBytes: 20e9, runsOn: 'both' }, laptop).sentence).toBe('Does not fit: it takes about 20 GB of memory, and this computer has 16 GB.')
})

test('a form for a card runs on a card that works, and slowly without one', () => {
  expect(verdict(6e9, 'gpu', laptop)).toBe('slow')
  expect(verdict(6e9, 'gpu', { ...laptop, card })).toBe('yes')
  expect(verdict(13e9, 'gpu', { ...laptop, card })).toBe('slow')
  expect(fitOf({ memoryBytes: 6e9, runsOn: 'both' }, { ...laptop, card }).sentence).toBe('Runs on RTX 3060: it takes about 6.0 GB of 12 GB.')
  expect(fitOf({ memoryBytes: 6e9, runsOn: 'gpu' }, { ...laptop, card: { name: 'WebGPU', memoryBytes: undefined } }).sentence).toContain('Runs on WebGPU')
})

test('a time is told only where both the machine and the model were measured', () => {
  const words = (machine: Machine, gigaflops?: number) => fitOf({ memoryBytes: 1e9, runsOn: 'both', realTimeGigaflops: gigaflops }, machine).sentence
  expect(words(laptop, 50)).toContain('A minute of sound takes about 30 s on this processor (100 GFLOPS measured).')
  expect(words(laptop, 300)).toContain('about 3 min')
  expect(words(laptop)).not.toContain('minute')
  expect(words({ ...laptop, speed: undefined }, 50)).not.toContain('minute')
  expect(verdict(1e9, 'both', laptop, 500)).toBe('slow')
})
