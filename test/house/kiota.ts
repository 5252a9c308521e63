/** The typed client of the Graph (msgraph-sdk, kiota) on paths whose fluent packages are not published: its adapter and its models. */
import { HttpMethod, RequestInformation, type AuthenticationProvider } from '@microsoft/kiota-abstractions'
import { GraphRequestAdapter } from '@microsoft/msgraph-sdk'
import {
  createSynchronizationJobFromDiscriminatorValue,
  createSynchronizationSchemaFromDiscriminatorValue,
  serializeSynchronizationSchema,
  type SynchronizationJob,
  type SynchronizationSchema,
} from '@microsoft/msgraph-sdk/models/index.js'
import { createODataErrorFromDiscriminatorValue } from '@microsoft/msgraph-sdk/models/oDataErrors/index.js'

export type Typed = {
  schema(job: string): Promise<SynchronizationSchema | undefined>
  /** By PATCH, as this client does. */
  saveSchema(job: string, schema: SynchronizationSchema): Promise<void>
  job(job: string): Promise<SynchronizationJob | undefined>
}

const errors = { XXX: createODataErrorFromDiscriminatorValue }

/** Addresses are those below the version. */
export function typedClient({ url, token }: { readonly url: string; readonly token: string }): Typed {
  const provider: AuthenticationProvider = {
    authenticateRequest: (request) => {
      request.headers.add('Authorization', `Bearer ${token}`)
      return Promise.resolve()
    },
  }
  const adapter = new GraphRequestAdapter(provider)
  adapter.baseUrl = `${url}/v1.0`
  const asked = (method: HttpMethod, path: string): RequestInformation => {
    const information = new RequestInformation(method, `{+baseurl}${path}`, { baseurl: adapter.baseUrl })
    information.headers.add('Accept', 'application/json')
    return information
  }
  return {
    schema: (job) =>
      adapter.send(asked(HttpMethod.GET, `${job}/schema`), createSynchronizationSchemaFromDiscriminatorValue, errors),
    job: (job) => adapter.send(asked(HttpMethod.GET, job), createSynchronizationJobFromDiscriminatorValue, errors),
    async saveSchema(job, schema) {
      const information = asked(HttpMethod.PATCH, `${job}/schema`)
      information.setContentFromParsable(adapter, 'application/json', schema, serializeSynchronizationSchema)
      await adapter.sendNoResponseContent(information, errors)
    },
  }
}
