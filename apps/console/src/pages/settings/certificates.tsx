import { useRef, useState } from 'react'
import { Button, Field, Input, Text, makeStyles } from '@fluentui/react-components'
import { ArrowUploadRegular } from '@fluentui/react-icons/svg/arrow-upload'
import { Ask } from '@usher/parts/ask.tsx'
import { type Column, DataTable } from '@usher/parts/data-table.tsx'
import { Empty } from '@usher/parts/empty.tsx'
import { Section } from '@usher/parts/section.tsx'
import { useAction } from '@usher/parts/use-action.tsx'
import { When } from '@usher/parts/when.tsx'
import { type Gives, ask } from '../../api/ask.ts'
import { useMay } from '../../api/session.ts'
import { Confirm } from '../../parts/confirm.tsx'
import { plural } from '../../parts/numbers.ts'
import { certificateIn } from './certificate-file.ts'

const useStyles = makeStyles({ file: { display: 'none' }, thumbprint: { overflowWrap: 'anywhere' } })

type App = Gives<'GET /v1.0/applications/{id}'>
type Certificate = App['keyCredentials'][number] & {
  readonly displayName?: string | null
  readonly customKeyIdentifier?: string | null
  readonly endDateTime?: string | null
}
type Key = { readonly keyId?: string; readonly key?: string; readonly displayName?: string }
const refresh = ['GET /v1.0/applications/{id}', 'GET /v1.0/applications']

/** The certificates by which a program proves who it is. Usher has their public halves only. */
export function Certificates({ app }: { readonly app: App }) {
  const styles = useStyles()
  const may = useMay()
  const [isUploading, upload] = useState(false)
  const [leaving, leave] = useState<Certificate | null>(null)
  const mayChange = may('microsoft.directory/applications/credentials/update')
  const act: Column<Certificate> = {
    id: 'act',
    title: 'Act',
    width: '120px',
    show: (one) => (
      <Button size="small" aria-label={`Remove ${nameOf(one)}`} onClick={() => leave(one)}>
        Remove
      </Button>
    ),
  }
  const columns: readonly Column<Certificate>[] = [
    { id: 'name', title: 'Description', wraps: true, show: nameOf },
    {
      id: 'thumbprint',
      title: 'Thumbprint',
      width: '230px',
      wraps: true,
      show: ({ customKeyIdentifier }) => <span className={styles.thumbprint}>{customKeyIdentifier ?? '–'}</span>,
    },
    { id: 'ends', title: 'Expires', width: '170px', show: ({ endDateTime = null }) => <When time={endDateTime} /> },
    ...(mayChange ? [act] : []),
  ]
  const others = app.keyCredentials.length - 1 + app.passwordCredentials.length
  return (
    <Section
      title="Certificates"
      actions={
        mayChange ? (
          <Button icon={<ArrowUploadRegular />} onClick={() => upload(true)}>
            Upload certificate
          </Button>
        ) : undefined
      }
      isFlush
    >
      <DataTable
        label="Certificates"
        columns={columns}
        rows={app.keyCredentials}
        keyOf={({ keyId }) => keyId}
        minWidth="560px"
        empty={
          <Empty title="It has no certificate">
            A certificate is safer than a secret: the private key never leaves the program.
          </Empty>
        }
      />
      {isUploading && <Upload id={app.id} onClose={() => upload(false)} />}
      {leaving !== null && (
        <Confirm
          title={`Remove ${nameOf(leaving)}?`}
          verb="Remove"
          isDangerous
          run={() => change(app.id, (keys) => keys.filter(({ keyId }) => keyId !== leaving.keyId))}
          done="The certificate works no more."
          refresh={refresh}
          onClose={() => leave(null)}
        >
          {`Whatever proves itself with it is refused from now on; ${others === 0 ? 'the program has nothing else to prove itself with' : `the program has ${plural(others, 'other certificate or secret', 'other certificates and secrets')}`}. Tokens that it got before work for an hour at most.`}
        </Confirm>
      )}
    </Section>
  )
}

function nameOf({ displayName, customKeyIdentifier }: Certificate): string {
  return displayName ?? customKeyIdentifier ?? 'Certificate'
}

/** The list is replaced whole, so it is read just before: what somebody else uploaded meanwhile stays. */
async function change(id: string, to: (keys: readonly Key[]) => readonly Key[]): Promise<void> {
  const { keyCredentials } = await ask('GET /v1.0/applications/{id}', { path: { id } })
  const kept = keyCredentials.map(({ keyId }) => ({ keyId }))
  await ask('PATCH /v1.0/applications/{id}', { path: { id }, body: { keyCredentials: to(kept) } })
}

function Upload({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const styles = useStyles()
  const input = useRef<HTMLInputElement>(null)
  const [name, type] = useState('')
  const [file, choose] = useState<{ readonly name: string; readonly read: ReturnType<typeof certificateIn> } | null>(null) // prettier-ignore
  const key = file?.read.key ?? null
  const readFrom = async (chosen: File): Promise<void> =>
    choose({ name: chosen.name, read: certificateIn(new Uint8Array(await chosen.arrayBuffer())) })
  const upload = useAction({
    run: () =>
      change(id, (keys) => [...keys, { key: key ?? '', ...(name.trim() !== '' && { displayName: name.trim() }) }]),
    done: 'The certificate can be used now.',
    refresh,
    onDone: onClose,
  })
  return (
    <Ask
      title="Upload certificate"
      verb="Add"
      isReady={key !== null}
      isPending={upload.isPending}
      error={upload.error}
      onYes={() => upload.mutate()}
      onClose={onClose}
    >
      <Text>A public certificate with an RSA key: .pem, .crt, .cer or .der. A private key is never sent.</Text>
      <Field label="File" {...(file !== null && file.read.error !== null && { validationMessage: file.read.error })}>
        <div>
          <Button icon={<ArrowUploadRegular />} onClick={() => input.current?.click()}>
            {file === null ? 'Choose a file' : file.name}
          </Button>
          <input
            ref={input}
            className={styles.file}
            type="file"
            accept=".pem,.crt,.cer,.der"
            aria-label="A certificate"
            onChange={({ target }) => {
              const [chosen] = target.files ?? []
              if (chosen !== undefined) void readFrom(chosen).finally(() => (target.value = ''))
            }}
          />
        </div>
      </Field>
      <Field label="Description" hint="Nothing: the subject of the certificate">
        <Input value={name} onChange={(_, { value }) => type(value)} />
      </Field>
    </Ask>
  )
}
