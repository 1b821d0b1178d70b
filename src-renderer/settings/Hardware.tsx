import { CircleCheck, CircleSlash } from 'lucide-react'
import { useCallback, useState } from 'react'
import type { HardwareReport } from '../../src-shared/hardware/contract.ts'
import type { Settings } from '../../src-shared/settings/contract.ts'
import { studio } from '../bridge/studio-client.ts'
import { Button, Select, SettingRow } from '../elements/index.ts'
import { byteSize, counted } from '../words/index.ts'
import styles from './SettingsPage.module.css'
import { changeSettings, useSettings } from './settings-store.ts'
import { useAnswer } from './use-answer.ts'

const MEMORY_CHOICES = [0, 2, 4, 6, 8, 10, 12, 16, 24, 32, 48, 64]

const Providers = ({ report: { providers, provider } }: { readonly report: HardwareReport }) => (
  <ul aria-label="What models could run on">
    {providers.map((one) => (
      <li key={one.provider} className={`${styles.check} ${one.works ? styles.ok : ''}`}>
        <span role="img" aria-label={one.works ? 'Works' : 'Does not work'}>
          {one.works ? <CircleCheck /> : <CircleSlash />}
        </span>
        <span className={styles.name}>
          {one.name}
          {one.provider === provider && <span className={styles.inUse}>in use</span>}
        </span>
        {!one.works && (
          <p className={styles.hint} data-selectable>
            {one.why} {one.howToGet}
          </p>
        )}
      </li>
    ))}
  </ul>
)

const Choices = ({ report, onChoose }: { readonly report: HardwareReport; readonly onChoose: (change: Partial<Settings>) => void }) => {
  const { provider, inferenceThreads, modelMemoryGigabytes } = useSettings((state) => state.settings)
  const working = report.providers.filter(({ works }) => works)
  const room = (report.provider === 'cpu' ? report.memoryBytes : (report.graphics?.memoryBytes ?? report.memoryBytes)) / 1e9
  const measured = report.speeds.map(({ threads, gigaflops }) => `${Math.round(gigaflops)} with ${threads}`).join(', ')
  return (
    <>
      <SettingRow name="Run models on" hint={report.reason}>
        <Select
          label="Run models on"
          isLabelHidden
          value={provider}
          options={[{ value: 'auto', label: 'The fastest that works' }, ...working.map((one) => ({ value: one.provider, label: one.name }))]}
          onChange={(value) => onChoose({ provider: value as Settings['provider'] })}
        />
      </SettingRow>
      <SettingRow name="Processor threads" hint={`GFLOPS measured: ${measured}.`}>
        <Select
          label="Processor threads"
          isLabelHidden
          value={String(inferenceThreads)}
          options={[
            { value: '0', label: `As measured (${report.threads})` },
            ...Array.from({ length: report.cores }, (_, i) => ({ value: String(i + 1), label: String(i + 1) })),
          ]}
          onChange={(value) => onChoose({ inferenceThreads: Number(value) })}
        />
      </SettingRow>
      <SettingRow
        name="Memory for models"
        hint="Models that are not in use leave memory before together they hold more than this. After three minutes without work all of them leave."
      >
        <Select
          label="Memory for models"
          isLabelHidden
          value={String(modelMemoryGigabytes)}
          options={MEMORY_CHOICES.filter((size) => size < room || size === modelMemoryGigabytes).map((size) => ({
            value: String(size),
            label: size === 0 ? `Automatic (${byteSize(report.memoryCeilingBytes)})` : `${size} GB`,
          }))}
          onChange={(value) => onChoose({ modelMemoryGigabytes: Number(value) })}
        />
      </SettingRow>
    </>
  )
}

/** What this computer can do for a model, as measured, and what the musician wants of it. The same report as `segno hardware`. */
export const Hardware = () => {
  const [isAgain, setAgain] = useState(false)
  const ask = useCallback(() => studio.hardware.report({ again: isAgain }), [isAgain])
  const { answer: report, error, again } = useAnswer(ask)
  const measure = () => (isAgain ? again() : setAgain(true))
  const choose = (change: Partial<Settings>) => void changeSettings(change).then(() => (isAgain ? setAgain(false) : again()))
  return (
    <>
      <div className={styles.actions}>
        <Button disabled={!report && !error} onClick={measure}>
          Measure again
        </Button>
      </div>
      {error && <p className={styles.loading}>{error.message}</p>}
      {!report && !error && (
        <p className={styles.loading} role="status">
          Measuring what this computer can do for a model…
        </p>
      )}
      {report && (
        <>
          <div className={styles.figures}>
            {[
              ['Speed for models', `${Math.round(report.gigaflops)} GFLOPS`],
              ['Memory', byteSize(report.memoryBytes)],
              ['Processor threads', String(report.cores)],
              ...(report.graphics ? [['Graphics memory', byteSize(report.graphics.memoryBytes)]] : []),
            ].map(([name, value]) => (
              <div key={name}>
                <p className={styles.figure}>{value}</p>
                <p className={styles.figureName}>{name}</p>
              </div>
            ))}
          </div>
          <p className={styles.machine}>
            {report.processor}
            {report.graphics && ` · ${report.graphics.name}`}
            {` · ${counted(report.threads, 'thread')} for models`}
          </p>
          <Choices report={report} onChoose={choose} />
          <Providers report={report} />
        </>
      )}
    </>
  )
}
