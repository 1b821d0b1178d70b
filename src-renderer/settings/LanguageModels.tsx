import { KeyRound } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { AnswerTrail, LlmState, ServiceId, ServiceView } from '../../src-shared/llm/contract.ts'
import { ServiceChoice } from '../../src-shared/llm/contract.ts'
import { studio } from '../bridge/studio-client.ts'
import { Button, Segmented, Select, SettingRow, TextField } from '../elements/index.ts'
import { goTo } from '../navigation/index.ts'
import { notify, notifyFailure } from '../notices/index.ts'
import styles from './LanguageModels.module.css'
import page from './SettingsPage.module.css'
import { changeSettings, useSettings } from './settings-store.ts'
import { useAnswer } from './use-answer.ts'

const askState = () => studio.llm.state({})
const LIMITS = [0, 0.25, 0.5, 1, 2, 5, 10]
const KEY_WORDS = { keychain: 'Key in the keychain', environment: 'Key from the environment', plain: 'Key in a file of yours' } as const

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`
const dollars = (amount: number): string => (amount === 0 ? 'free' : amount < 0.01 ? 'under 1 ¢' : `${amount.toFixed(2)} $`)

const test = async (id: string, name: string): Promise<void> => {
  notify(`Asking ${name}…`)
  const reply = await studio.llm.test({ id })
  if (reply.ok) notify(`${name} answered in ${seconds(reply.value.trail.milliseconds)}`)
  else notifyFailure({ ...reply.error, message: `${name}: ${reply.error.message}` })
}

const changeService = (id: ServiceId, change: Partial<ServiceChoice>): void => {
  const { languageServices } = useSettings.getState().settings
  void changeSettings({ languageServices: { ...languageServices, [id]: { ...ServiceChoice.parse(languageServices[id] ?? {}), ...change } } })
}

/** The key goes straight to main; this window never sees it again. */
const KeyForm = ({ view, onDone }: { readonly view: ServiceView; readonly onDone: () => void }) => {
  const [key, setKey] = useState('')
  const save = async () => {
    const reply = await studio.llm.setKey({ id: view.id, key })
    if (reply.ok) onDone()
    else notifyFailure(reply.error)
  }
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <TextField
        label={`Key of ${view.name}`}
        type="password"
        autoComplete="off"
        spellCheck={false}
        value={key}
        onChange={(event) => setKey(event.currentTarget.value)}
        autoFocus
      />
      <Button type="submit" variant="primary" disabled={key.trim() === ''}>
        Keep
      </Button>
      <Button onClick={onDone}>Cancel</Button>
    </form>
  )
}

const Details = ({ view }: { readonly view: ServiceView }) => {
  const [model, setModel] = useState(view.choice.model)
  const [baseUrl, setBaseUrl] = useState(view.choice.baseUrl)
  return (
    <div className={styles.details}>
      {view.id === 'compatible' && (
        <TextField
          label="Address"
          placeholder="http://localhost:8080/v1"
          value={baseUrl}
          spellCheck={false}
          hint="A server of yours that speaks OpenAI’s protocol: llama.cpp, Ollama, LM Studio, vLLM. http:// only on this machine or in your own network."
          onChange={(event) => setBaseUrl(event.currentTarget.value)}
          onBlur={() => changeService(view.id, { baseUrl })}
        />
      )}
      <TextField
        label="Model"
        placeholder={view.model === '' ? 'its name there' : view.model}
        value={model}
        spellCheck={false}
        onChange={(event) => setModel(event.currentTarget.value)}
        onBlur={() => changeService(view.id, { model })}
      />
    </div>
  )
}

const Service = ({ view, canKeepKeys }: { readonly view: ServiceView; readonly canKeepKeys: boolean }) => {
  const [isSettingKey, setSettingKey] = useState(false)
  const { id, name, key, needsKey, isReady, choice, inputDollars, outputDollars } = view
  const price = inputDollars + outputDollars > 0 ? ` About ${inputDollars} $ in and ${outputDollars} $ out for a million tokens.` : ''
  const state = isReady ? (key ? KEY_WORDS[key] : 'Set up') : choice.isOn ? (needsKey ? 'No key' : 'No address yet') : 'Switched off'
  return (
    <li className={styles.service} aria-label={name}>
      <div className={styles.head}>
        <div>
          <p className={page.name}>{name}</p>
          <p className={page.hint}>
            {state}.{price}
          </p>
        </div>
        <div className={page.control}>
          {isReady && <Button onClick={() => void test(id, name)}>Test</Button>}
          {key && (
            <Segmented
              label={`Ask ${name}`}
              size="small"
              value={choice.isOn ? 'on' : 'off'}
              options={[
                { value: 'on', label: 'On' },
                { value: 'off', label: 'Off' },
              ]}
              onChange={(value) => changeService(id, { isOn: value === 'on' })}
            />
          )}
          {canKeepKeys && key !== 'environment' && !isSettingKey && (
            <Button icon={<KeyRound />} onClick={() => (key ? void studio.llm.removeKey({ id }) : setSettingKey(true))}>
              {key ? 'Remove the key' : 'Set a key'}
            </Button>
          )}
        </div>
      </div>
      {isSettingKey && <KeyForm view={view} onDone={() => setSettingKey(false)} />}
      {(isReady || id === 'compatible') && <Details view={view} />}
    </li>
  )
}

const Trail = ({ trail }: { readonly trail: AnswerTrail }) => {
  const others = trail.asked.filter(({ outcome }) => outcome !== 'answered')
  return (
    <li>
      <span>
        {trail.answeredBy ? trail.answeredBy.name : 'Nobody answered'} <span className={page.hint}>{trail.task}</span>
      </span>
      <span className={page.hint}>
        {seconds(trail.milliseconds)}
        {trail.answeredBy && !trail.answeredBy.isLocal && `, ${dollars(trail.dollars)}`}
      </span>
      {others.length > 0 && <p className={page.hint}>{others.map(({ name, why }) => `${name}: ${why}`).join('; ')}</p>}
      {trail.notes && <p className={page.hint}>{trail.notes.join(' ')}</p>}
    </li>
  )
}

const Local = ({ local }: Pick<LlmState, 'local'>) =>
  local.length === 0 ? (
    <SettingRow
      name="On this computer"
      hint="No language model is installed. Without one the assistant and the prompt helper work by rules; with one they understand freer words, offline."
    >
      <Button onClick={() => goTo({ place: 'models', modelId: 'llama-3.2-3b-instruct' })}>Look at the models</Button>
    </SettingRow>
  ) : (
    local.map(({ id, name }, index) => (
      <SettingRow key={id} name={name} hint={index === 0 ? 'On this computer, asked first. Nothing leaves it.' : 'On this computer.'}>
        <Button onClick={() => void test(id, name)}>Test</Button>
      </SettingRow>
    ))
  )

/** Who answers in words: models here, services elsewhere, what that may cost, and who answered last. */
export const LanguageModels = () => {
  const { answer: fresh, error, again } = useAnswer(askState)
  // while it asks again the old answer stands, and what is being typed with it
  const last = useRef<LlmState>(undefined)
  if (fresh) last.current = fresh
  const answer = last.current
  const limit = useSettings((state) => state.settings.languageDollarsPerDay)
  const services = useSettings((state) => state.settings.languageServices)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `again` is new each time and always asks the same
  useEffect(() => studio.llm.on('changed', again), [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is set decides who is ready
  useEffect(again, [services])
  if (error) return <p className={page.loading}>{error.message}</p>
  if (!answer)
    return (
      <p className={page.loading} role="status">
        Looking…
      </p>
    )
  const { local, services: views, keyPlace, isSealed, spentTodayDollars, trails } = answer
  return (
    <>
      <Local local={local} />
      <h3 className={styles.heading}>Services elsewhere</h3>
      <p className={page.hint}>
        {isSealed
          ? 'The studio is sealed: nothing is sent anywhere, whatever is set here.'
          : 'Asked only when nothing on this computer answers. What you wish for, and the plan of the song it is about, is sent to them; your sound never is.'}{' '}
        {keyPlace === 'plain' && 'This system has no keychain: keys are kept in a file that only you may read.'}
        {keyPlace === undefined && 'This system has no keychain: set keys as variables of the environment.'}
      </p>
      <ul className={styles.services}>
        {views.map((view) => (
          <Service key={view.id} view={view} canKeepKeys={keyPlace !== undefined} />
        ))}
      </ul>
      <SettingRow name="Spend a day at most" hint={`Estimated from price lists. Today: ${dollars(spentTodayDollars)}.`}>
        <Select
          label="Spend a day at most"
          isLabelHidden
          value={String(limit)}
          options={LIMITS.map((amount) => ({ value: String(amount), label: amount === 0 ? 'Nothing' : `${amount} $` }))}
          onChange={(value) => void changeSettings({ languageDollarsPerDay: Number(value) })}
        />
      </SettingRow>
      <h3 className={styles.heading}>Who answered last</h3>
      {trails.length === 0 ? (
        <p className={page.hint}>Nobody was asked yet.</p>
      ) : (
        <ol className={styles.trails}>
          {trails.slice(0, 10).map((trail) => (
            <Trail key={`${trail.at} ${trail.task}`} trail={trail} />
          ))}
        </ol>
      )}
    </>
  )
}
