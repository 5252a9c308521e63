// The library of certificates looks for it when it is loaded.
import 'reflect-metadata'
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import * as x509 from '@peculiar/x509'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startGraph, type Graph } from '../graph/test-graph.ts'
import { makeClient, type TestClient } from './test-clients.ts'

const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', publicExponent: new Uint8Array([1, 0, 1]), modulusLength: 2048 } // prettier-ignore
const clientFile = join(import.meta.dirname, 'test-microsoft-clients.ts')

let graph: Graph
let client: TestClient
let tenant = ''
beforeAll(async () => {
  graph = await startGraph({ https: true })
  const organization = await graph.ask('GET', '/v1.0/organization')
  tenant = (organization.body['value'] as readonly { readonly id: string }[])[0]?.id ?? ''
  client = await makeClient(graph, 'Pipeline', 'Organization.Read.All')
})
afterAll(() => graph.close())

/** A self-signed certificate, registered for the client. */
async function certificate() {
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const made = await x509.X509CertificateGenerator.createSelfSigned({ name: 'CN=Pipeline', keys, signingAlgorithm: algorithm }) // prettier-ignore
  const key = x509.PemConverter.encode(await crypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY')
  const der = Buffer.from(made.rawData)
  const body = { keyCredentials: [{ type: 'AsymmetricX509Cert', usage: 'Verify', key: der.toString('base64') }] }
  const answer = await graph.ask('PATCH', `/v1.0/applications/${client.application}`, body)
  expect(answer.status, answer.text).toBe(204)
  return { key, pem: `${made.toString('pem')}\n${key}\n`, thumbprint: createHash('sha256').update(der).digest('base64url') } // prettier-ignore
}

test("Microsoft's own packages sign in over https by secret, certificate and assertion, and read the Graph", async () => {
  const { key, pem, thumbprint } = await certificate()
  const authority = graph.authorityFile ?? ''
  const pemFile = join(dirname(authority), 'client.pem')
  await writeFile(pemFile, pem, { mode: 0o600 })
  const url = graph.url.replace('127.0.0.1', 'localhost')
  const given = { url, tenant, clientId: client.appId, secret: client.secret, pemFile, key, thumbprint }
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: authority, GIVEN: JSON.stringify(given) }
  const { stdout } = await promisify(execFile)(process.execPath, [clientFile], { env })
  const ways = ['secret', 'secret by domain', 'certificate', 'assertion', 'wrong secret']
  expect(JSON.parse(stdout)).toEqual(
    Object.fromEntries(
      ways.flatMap((way) =>
        ['localhost', 'graph.microsoft.com'].map((host) => [
          `${way} for ${host}`,
          way === 'wrong secret' ? 'AADSTS7000215' : tenant,
        ]),
      ),
    ),
  )
})
