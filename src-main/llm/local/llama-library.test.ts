import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { leaveOutTheTrial, TRIAL } from './llama-library.ts'

test('the trial of binaries is where we expect it in the pinned runtime, and is left out when asked', async () => {
  const url = import.meta.resolve('node-llama-cpp').replace('/node-llama-cpp/dist/index.js', TRIAL)
  expect(url.endsWith(TRIAL)).toBe(true)
  expect(existsSync(fileURLToPath(url))).toBe(true)
  const hooks = leaveOutTheTrial()
  try {
    // the real one refuses a binary that is not there
    const { testBindingBinary } = await import(/* @vite-ignore */ url)
    expect(await testBindingBinary('/nowhere/llama-addon.node')).toBe(true)
  } finally {
    hooks.deregister()
  }
})
