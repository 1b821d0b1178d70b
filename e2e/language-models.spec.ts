import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, test } from './launch.ts'

/** A server on this machine that speaks OpenAI's protocol. */
const answering = async (): Promise<{ server: Server; address: string; asked: string[] }> => {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(String(request.headers.authorization))
    request.resume()
    request.on('end', () => {
      response.writeHead(200, { 'content-type': 'application/json' })
      const message = { role: 'assistant', content: '{"answer":"yes"}' }
      response.end(JSON.stringify({ id: 'x', object: 'chat.completion', created: 1, model: 'm', choices: [{ index: 0, finish_reason: 'stop', message }] }))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { server, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, asked }
}

test('a server of one’s own is set up, keeps its key out of sight, and answers; what was asked stands in the list', async ({ openStudio, home }) => {
  const { server, address, asked } = await answering()
  const { page } = await openStudio({ size: { width: 1024, height: 700 } })
  await page.getByRole('button', { name: 'Settings', exact: true }).click()
  await page.getByRole('tab', { name: 'Language models' }).click()
  await expect(page.getByText('No language model is installed.')).toBeVisible()
  await expect(page.getByText('Nobody was asked yet.')).toBeVisible()
  const own = page.getByRole('listitem', { name: 'OpenAI-compatible server' })
  await own.getByRole('button', { name: 'Set a key' }).click()
  await own.getByLabel('Key of OpenAI-compatible server').fill('sk-secret-of-mine')
  await own.getByRole('button', { name: 'Keep' }).click()
  await expect(own.getByRole('button', { name: 'Remove the key' })).toBeVisible()
  await expect(own.getByText('No address yet.')).toBeVisible()
  await own.getByLabel('Address').fill(address)
  await own.getByLabel('Model').fill('my-model')
  await own.getByLabel('Model').blur()
  await own.getByRole('button', { name: 'Test' }).click()
  await expect(page.getByText(/OpenAI-compatible server answered in/)).toBeVisible({ timeout: 20_000 })
  await expect(page.getByText('OpenAI-compatible server (my-model)')).toBeVisible()
  expect(asked).toEqual(['Bearer sk-secret-of-mine'])
  expect(await readFile(join(home, 'keys.json'), 'utf8')).not.toContain('sk-secret')
  expect(await page.content()).not.toContain('sk-secret')
  const folder = process.env.SEGNO_PICTURES
  if (folder) await page.screenshot({ path: join(folder, 'language-models.png'), animations: 'disabled' })
  await own.getByRole('button', { name: 'Remove the key' }).click()
  await expect(own.getByRole('button', { name: 'Set a key' })).toBeVisible()
  server.close()
})
