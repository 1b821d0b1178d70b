import { useEffect } from 'react'
import type { MemoryState } from '../../src-shared/knowledge/contract.ts'
import { studio } from '../bridge/studio-client.ts'
import { Button, Segmented, SettingRow } from '../elements/index.ts'
import { goTo } from '../navigation/index.ts'
import { notifyFailure } from '../notices/index.ts'
import { counted } from '../words/index.ts'
import styles from './SettingsPage.module.css'
import { changeSettings, useSettings } from './settings-store.ts'
import { useAnswer } from './use-answer.ts'

const askState = () => studio.knowledge.state({})

const remember = async (rebuild: boolean): Promise<void> => {
  const reply = await studio.knowledge.index({ rebuild })
  if (!reply.ok) notifyFailure(reply.error)
}

/** There are vectors only of words that were read for their meaning. */
const keeperWords = ({ keeper, meaning }: MemoryState): string => {
  if (!meaning.isReady) return 'There is nothing to keep yet: meaning is not read.'
  return `${keeper.kind === undefined ? 'Opened when something is looked for.' : `${keeper.name}.`} ${keeper.why}`.trim()
}

/** What the studio knows of the library for searches and for new songs, and who keeps it. */
export const Memory = () => {
  const { answer, error, again } = useAnswer(askState)
  const leanOnLibrary = useSettings((state) => state.settings.leanOnLibrary)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `again` is new each time and always asks the same
  useEffect(() => studio.knowledge.on('changed', again), [])
  return (
    <>
      <SettingRow
        name="Lean on your songs"
        hint="While you type in Create, songs of your library that fit are offered as influences. You can take each one away before anything is made."
      >
        <Segmented
          label="Lean on your songs"
          value={leanOnLibrary ? 'on' : 'off'}
          options={[
            { value: 'on', label: 'Offer them' },
            { value: 'off', label: 'Never' },
          ]}
          onChange={(value) => void changeSettings({ leanOnLibrary: value === 'on' })}
        />
      </SettingRow>
      {error && <p className={styles.loading}>{error.message}</p>}
      {!answer && !error && (
        <p className={styles.loading} role="status">
          Looking…
        </p>
      )}
      {answer && (
        <>
          <SettingRow
            name="Remembered"
            hint={
              answer.songs === 0
                ? 'There are no songs in the library yet.'
                : `${answer.remembered.toLocaleString('en')} of ${counted(answer.songs, 'song')}. New ones are read when the studio is quiet.`
            }
          >
            <Button disabled={answer.waiting === 0} onClick={() => void remember(false)}>
              Read them now
            </Button>
          </SettingRow>
          <SettingRow
            name="Meaning of words"
            hint={answer.meaning.isReady ? `${answer.meaning.modelName} reads what your words mean, on this computer.` : answer.meaning.why}
          >
            {!answer.meaning.isReady && (
              <Button onClick={() => goTo({ place: 'models', modelId: answer.meaning.modelId })}>Install {answer.meaning.modelName}</Button>
            )}
          </SettingRow>
          <SettingRow
            name="Sound"
            hint={
              answer.sound.method === 'clap'
                ? `Compared by ${answer.sound.name}.`
                : 'Compared by measured sound: colour, rhythm and harmony. CLAP also knows what sounds mean.'
            }
          >
            {answer.sound.method !== 'clap' && <Button onClick={() => goTo({ place: 'models', modelId: 'clap' })}>Install CLAP</Button>}
          </SettingRow>
          <SettingRow name="Kept by" hint={<span data-selectable>{keeperWords(answer)}</span>}>
            <Button disabled={answer.songs === 0} onClick={() => void remember(true)}>
              Read everything anew
            </Button>
          </SettingRow>
        </>
      )}
    </>
  )
}
