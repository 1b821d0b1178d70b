import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { guessMapping, mapOlderSong } from './map-older-songs.ts'
import { readOlderFolder } from './read-older-folder.ts'

test('whatever such a studio called its fields, they are found, and each file that cannot be used is told', async (task) => {
  const folder = mkdtempSync(join(tmpdir(), 'segno-older-'))
  task.onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const name of ['metadata', 'outputs']) mkdirSync(join(folder, name))
  const write = (name: string, value: unknown) => writeFileSync(join(folder, 'metadata', name), typeof value === 'string' ? value : JSON.stringify(value))
  for (const name of ['one.wav', 'two.mp3', 'three.wav']) writeFileSync(join(folder, 'outputs', name), '')
  write('1.json', {
    prompt: 'lofi rain',
    file: 'C:\\studio\\outputs\\one.wav',
    params: { seed: 7, temperature: 1, top_k: 250 },
    model: 'facebook/musicgen-small',
    created_at: '2024-03-01T10:00:00Z',
    favorite: true,
  })
  write('two.json', { prompt: ['hard house'], params: { seed: -1 }, created_at: 1_709_287_200, tags: ['club', 'Club', 'night'], key: 'F#m' })
  write('3.json', { prompt: 'x', file: '../../../../etc/three.wav', created_at: '20240301_110000' })
  write('4.json', { prompt: 'gone', file: 'gone.wav' })
  write('5.json', '{ "prompt": ')
  write('6.json', '[1, 2]')
  const older = await readOlderFolder(folder)
  const mapping = guessMapping(older.entries)
  expect(mapping).toMatchObject({
    prompt: 'prompt',
    seed: 'params.seed',
    engine: 'model',
    createdAt: 'created_at',
    file: 'file',
    isFavourite: 'favorite',
    tags: 'tags',
  })
  const songs = older.entries.map((entry) => mapOlderSong(entry, mapping, older.sounds))
  expect(songs[0]).toMatchObject({
    path: join(folder, 'outputs', 'one.wav'),
    prompt: 'lofi rain',
    seed: 7,
    engine: 'facebook/musicgen-small',
    createdAt: Date.UTC(2024, 2, 1, 10),
    isFavourite: true,
    settings: 'temperature 1, top_k 250',
  })
  const byName = new Map(songs.map((song) => [song.json.split(/[/\\]/).at(-1), song]))
  expect(byName.get('two.json')).toMatchObject({
    prompt: 'hard house',
    seed: undefined,
    createdAt: 1_709_287_200_000,
    tags: ['Club', 'night'],
    key: { tonic: 'F#', mode: 'minor' },
  })
  // a path out of the folder is only a name in it
  expect(byName.get('3.json')?.path).toBe(join(folder, 'outputs', 'three.wav'))
  expect(byName.get('4.json')?.error).toContain('gone.wav')
  expect(byName.get('5.json')?.error).toBe('It is not valid JSON.')
  expect(byName.get('6.json')?.error).toBe('It holds no description of a song.')
  await expect(readOlderFolder(join(folder, 'outputs'))).rejects.toMatchObject({ failure: { code: 'older.no-metadata' } })
})
