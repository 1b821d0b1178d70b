import { expect, test } from 'vitest'
import { parseGraphicsCard } from './graphics-card.ts'
import { chooseThreads, reportOf } from './hardware-report.ts'
import type { Measurement } from './measure-hardware.ts'
import { inWords } from './provider-words.ts'

const finding = (provider: 'cuda' | 'webgpu' | 'cpu', works: boolean) => ({
  provider,
  name: provider,
  works,
  why: works ? '' : 'no driver',
  howToGet: works ? '' : 'get one',
})
const measured = (over: Partial<Measurement> = {}): Measurement => ({
  processor: 'i5-14600K',
  cores: 20,
  memoryBytes: 48e9,
  graphics: { name: 'RTX 3060', memoryBytes: 12e9 },
  providers: [finding('cuda', true), finding('webgpu', false), finding('cpu', true)],
  speeds: [
    { threads: 1, gigaflops: 100 },
    { threads: 8, gigaflops: 600 },
    { threads: 16, gigaflops: 610 },
    { threads: 20, gigaflops: 400 },
  ],
  measuredAt: 1,
  ...over,
})
const auto = { provider: 'auto', inferenceThreads: 0, modelMemoryGigabytes: 0 } as const

test('the fewest threads that are as fast as the fastest, within five per cent', () => {
  expect(chooseThreads(measured().speeds)).toEqual({ threads: 8, gigaflops: 600 })
  expect(chooseThreads([{ threads: 2, gigaflops: 50 }])).toEqual({ threads: 2, gigaflops: 50 })
})

test('a graphics card that works is used, with its own memory; without one half of the computer’s', () => {
  expect(reportOf(measured(), auto)).toMatchObject({ provider: 'cuda', threads: 8, memoryCeilingBytes: 12e9 * 0.85 })
  const plain = reportOf(measured({ providers: [finding('cuda', false), finding('cpu', true)] }), auto)
  expect(plain).toMatchObject({ provider: 'cpu', memoryCeilingBytes: 24e9, reason: expect.stringContaining('cuda') })
})

test('choices win where they can', () => {
  expect(reportOf(measured(), { provider: 'cpu', inferenceThreads: 4, modelMemoryGigabytes: 6 })).toMatchObject({
    provider: 'cpu',
    reason: 'You chose it.',
    threads: 4,
    memoryCeilingBytes: 6e9,
  })
  expect(reportOf(measured(), { ...auto, provider: 'webgpu' })).toMatchObject({ provider: 'cuda', reason: expect.stringContaining('no driver') })
  expect(reportOf(measured(), { ...auto, inferenceThreads: 64 }).threads).toBe(20)
})

// as onnxruntime-node 1.30.0 says it on Linux
test('what the runtime says is put into words', () => {
  expect(inWords('OrtSessionOptionsAppendExecutionProvider_Cuda: Failed to load shared library')).toContain('not on this computer')
  expect(
    inWords('/onnxruntime_src/a/b.cc:136 ns::Init(const C&)::<lambda()> r == Status::Success was false. Failed to get a WebGPU adapter: No supported adapters'),
  ).toBe('No graphics adapter answered.')
  expect(inWords('/src/x.cc:1 f() was false. Something else')).toBe('Something else.')
})

// as nvidia-smi 550 prints it with --format=csv,noheader,nounits
test('the driver’s answer is read, and nonsense is no card', () => {
  expect(parseGraphicsCard('NVIDIA GeForce RTX 3060, 12288\nNVIDIA T400, 2048\n')).toEqual({ name: 'NVIDIA GeForce RTX 3060', memoryBytes: 12288 * 1024 ** 2 })
  expect(parseGraphicsCard('No devices were found')).toBeUndefined()
})
