import { useState } from 'react'
import type { LoraFile, ModelView } from '../../src-shared/models/contract.ts'
import { LoraName, licenceWithLora, loraModelId, USUAL_MOST_STRENGTH } from '../../src-shared/models/lora.ts'
import { Button, Dialog, Select, Slider, TextField } from '../elements/index.ts'
import { byteSize, counted } from '../words/index.ts'
import styles from './AddLoraDialog.module.css'
import { addLora, closeLora, useLora } from './lora-store.ts'
import { SELL_WORDS } from './model-words.ts'

/** Asks what a LoRA is added to, how much of it, and under what name; says on what terms. */
export const AddLoraDialog = ({ models }: { readonly models: readonly ModelView[] }) => {
  const { chosen } = useLora()
  return chosen ? <LoraForm key={chosen.offerId} file={chosen.file} models={models} /> : null
}

const LoraForm = ({ file, models }: { readonly file: LoraFile; readonly models: readonly ModelView[] }) => {
  const [first] = file.bases
  const [baseId, setBase] = useState(first?.id)
  const [name, setName] = useState(file.name.slice(0, 60))
  const [strength, setStrength] = useState(1)
  const base = file.bases.find(({ id }) => id === baseId)
  if (!base) return null
  const isNamed = LoraName.safeParse(name).success
  const same = isNamed ? models.find(({ id }) => id === loraModelId(base.id, name)) : undefined
  const terms = licenceWithLora(base.licence, file.licence)
  const add = () => void addLora(base.id, name.trim(), strength)
  return (
    <Dialog
      isOpen
      onClose={closeLora}
      title="Add a LoRA"
      description={`${file.name}: ${counted(file.layers, 'layer')}, rank ${file.rank}, ${byteSize(file.bytes)}. It becomes a model of its own; ${base.name} stays as it is.`}
      footer={
        <>
          <Button onClick={closeLora}>Cancel</Button>
          <Button variant="primary" disabled={!isNamed} onClick={add}>
            {same ? 'Replace' : 'Add'}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <Select label="Add it to" value={base.id} options={file.bases.map(({ id, name: label }) => ({ value: id, label }))} onChange={setBase} />
        {file.base !== '' && <p className={styles.hint}>It says that it was trained on {file.base}.</p>}
        <Slider
          label="Strength"
          value={strength}
          max={USUAL_MOST_STRENGTH}
          step={0.05}
          valueText={strength.toFixed(2)}
          hint="1.00 is as it was trained. Less is milder; more is stronger, and may fall apart."
          onChange={setStrength}
        />
        <TextField
          label="Name"
          value={name}
          maxLength={60}
          error={isNamed ? undefined : 'Give it a name of 1 to 60 letters.'}
          hint={same ? `“${same.name}” is here already and will be replaced. Another name keeps both.` : `It will be called “${base.name} + ${name.trim()}”.`}
          onChange={(event) => setName(event.target.value)}
        />
        <section className={styles.terms} aria-label="May I sell what I make with it?">
          <p className={styles.sell}>{SELL_WORDS[terms.mayISell]}</p>
          <p>{terms.note}</p>
        </section>
      </div>
    </Dialog>
  )
}
