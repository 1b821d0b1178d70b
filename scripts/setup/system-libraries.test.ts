import { expect, test } from 'vitest'
import { installLine, missingNeeds } from './system-libraries.mjs'

const listing = '\tlibgtk-3.so.0 (libc6,x86-64) => /lib/libgtk-3.so.0\n\tlibnss3.so (libc6,x86-64) => /lib/libnss3.so\n\tlibasound.so.2 (libc6) => /lib/x\n'

test('only what the linker and the path lack is missing', () => {
  const missing = missingNeeds(['sound', 'window', 'virtual-display'], listing, (name) => name === 'xauth')
  expect(missing.map(({ apt }) => apt)).toEqual(['libgbm1', 'xvfb'])
  expect(missingNeeds(['sound'], listing, () => false)).toEqual([])
})

test('a machine whose linker cannot be asked is given the benefit of the doubt', () => {
  expect(missingNeeds(['sound', 'window'], undefined, () => true)).toEqual([])
})

test('the one line to run, in the words of the machine', () => {
  const missing = missingNeeds(['window'], '', () => true)
  expect(installLine(missing, (name) => name === 'apt-get')).toBe('sudo apt-get install -y --no-install-recommends libgtk-3-0 libnss3 libgbm1')
  expect(installLine(missing, (name) => name === 'dnf')).toBe('sudo dnf install -y gtk3 nss mesa-libgbm')
  expect(installLine(missing, () => false)).toContain('libgtk-3.so.0')
})
