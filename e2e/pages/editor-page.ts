import type { Locator, Page } from '@playwright/test'
import { expect } from '../launch.ts'
import { stillBox } from './still-box.ts'

/** The editor as a musician meets it: the waveform, the bars on it, the takes beside it. */
export class EditorPage {
  readonly page: Page
  readonly waveform: Locator
  readonly marked: Locator
  readonly takes: Locator
  readonly compareBar: Locator
  readonly undo: Locator
  readonly redo: Locator

  constructor(page: Page) {
    this.page = page
    this.waveform = page.getByRole('application', { name: /^(Waveform|Spectrogram|Waveform and spectrogram) of/ })
    this.marked = page.getByRole('region', { name: 'Marked bars' })
    this.takes = page.getByRole('region', { name: 'Takes', exact: true })
    this.compareBar = page.getByRole('toolbar', { name: 'Compare takes' })
    this.undo = page.getByRole('button', { name: /^(Undo: |Nothing to undo)/ })
    this.redo = page.getByRole('button', { name: /^(Redo: |Nothing to redo)/ })
  }

  /** From the library, by the song's title. */
  async open(title: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Library', exact: true }).click()
    await this.page
      .getByRole('button', { name: `Open ${title} in the editor` })
      .first()
      .click()
    await expect(this.waveform).toBeVisible()
    await expect(this.page.getByText('Drawing the waveform…')).toHaveCount(0)
  }

  /** The first song of the library. */
  async openAny(): Promise<void> {
    await this.page.getByRole('button', { name: 'Library', exact: true }).click()
    await this.page
      .getByRole('button', { name: /^Open .+ in the editor$/ })
      .first()
      .click()
    await expect(this.waveform).toBeVisible()
  }

  take(number: number): Locator {
    return this.takes.getByRole('listitem', { name: `Take ${number}`, exact: true })
  }

  async seeTakes(count: number): Promise<void> {
    for (let number = 1; number <= count; number++) await expect(this.take(number)).toBeVisible({ timeout: 60_000 })
  }

  /** Presses at one fraction of the width and lets go at another. Answers where the middle is. */
  async dragOver(from: number, to: number, atHeight = 0.6): Promise<{ x: number; y: number }> {
    const { x, y, width, height } = await this.box()
    const at = { x: (fraction: number) => x + width * fraction, y: y + height * atHeight }
    await this.page.mouse.move(at.x(from), at.y)
    await this.page.mouse.down()
    await this.page.mouse.move(at.x((from + to) / 2), at.y, { steps: 5 })
    await this.page.mouse.move(at.x(to), at.y, { steps: 5 })
    await this.page.mouse.up()
    return { x: at.x((from + to) / 2), y: at.y }
  }

  async chooseFromMenu(at: { x: number; y: number }, item: RegExp): Promise<void> {
    await this.page.mouse.click(at.x, at.y, { button: 'right' })
    await this.page.getByRole('menuitem', { name: item }).click()
  }

  async showPanel(name: 'Change' | 'Regions' | 'Plan' | 'History'): Promise<void> {
    await this.page.getByRole('button', { name, exact: true }).click()
  }

  box(): Promise<{ x: number; y: number; width: number; height: number }> {
    return stillBox(this.waveform)
  }
}
