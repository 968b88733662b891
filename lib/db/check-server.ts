import { Client } from "pg";

/** What is wrong with the server of DATABASE_URL, and what to do. */
export class DatabaseServerError extends Error {
  override name = "DatabaseServerError";
}

/** The oldest PostgreSQL that migrations and queries are written for. */
const oldestMajor = 15;
const connectMs = 10_000;

/** Who connects to what; of the address everything but the password. */
interface Address {
  host: string;
  port: string;
  user: string;
  database: string;
}

/** What a connected server says of itself. */
export interface ServerFacts {
  /** As in "150004". */
  versionNumber: number;
  mayCreateTables: boolean;
  /** False only where one of our schemas has yet to be made. */
  mayCreateSchemas: boolean;
}

/**
 * Looks whether Overheard could work on a PostgreSQL server, before anything is changed there.
 * @throws DatabaseServerError with one sentence of what is wrong and what to do; it holds no password.
 */
export async function checkServer(url: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: connectMs });
  // A connection that breaks later is told by whoever asks next.
  client.on("error", () => {});
  const { host, port, user, database } = client;
  const address: Address = { host, port: String(port), user: user ?? "", database: database ?? "" };
  try {
    await client.connect();
    const { rows } = await client.query<ServerFacts>(`
      SELECT current_setting('server_version_num')::int AS "versionNumber",
        has_schema_privilege('public', 'CREATE') AS "mayCreateTables",
        has_database_privilege(current_database(), 'CREATE')
          OR (to_regnamespace('pgboss') IS NOT NULL AND to_regnamespace('derived') IS NOT NULL) AS "mayCreateSchemas"`);
    const fault = rows[0] && serverFault(rows[0], address);
    if (fault) throw new DatabaseServerError(fault);
  } catch (error) {
    if (error instanceof DatabaseServerError) throw error;
    throw new DatabaseServerError(connectionFault(error, address), { cause: error });
  } finally {
    await client.end().catch(() => {});
  }
}

/** What hinders work on a server that lets us in; null where nothing does. */
export function serverFault(facts: ServerFacts, { user, database }: Pick<Address, "user" | "database">): string | null {
  const major = Math.floor(facts.versionNumber / 10_000);
  if (major < oldestMajor)
    return `The server of DATABASE_URL is PostgreSQL ${major}, which is too old. Move to ${oldestMajor} or newer.`;
  if (!facts.mayCreateTables)
    return `The role "${user}" may not make tables in the database "${database}". As its owner or a superuser there: GRANT CREATE ON SCHEMA public TO "${user}";`;
  if (!facts.mayCreateSchemas)
    return `The role "${user}" may not make schemas in the database "${database}". As its owner or a superuser: GRANT CREATE ON DATABASE "${database}" TO "${user}";`;
  return null;
}

/** Why a server cannot be reached or does not let us in. Codes: the system's, https://www.postgresql.org/docs/18/errcodes-appendix.html, and Node's of TLS. */
export function connectionFault(error: unknown, { host, port, user, database }: Address): string {
  const { code, message } = error as { code?: string; message?: string };
  const says = message ? ` (${message.split("\n")[0]})` : "";
  switch (code) {
    case "ECONNREFUSED":
      return `Nothing answers at ${host}:${port}, the server of DATABASE_URL. Start PostgreSQL there, or correct the host and port.`;
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `The host "${host}" of DATABASE_URL has no address. Correct its name, or look at this machine's name service.`;
    case "ETIMEDOUT":
    case "EHOSTUNREACH":
    case "ENETUNREACH":
      return unreachable(host, port);
    case "28P01":
      return `The server of DATABASE_URL does not accept the password of the role "${user}". Correct it; letters such as @ : / ? # % have to be percent-encoded.`;
    case "28000":
      return `The server of DATABASE_URL does not let the role "${user}" in${says}. Make the role (CREATE ROLE "${user}" LOGIN PASSWORD '…'), or allow it from here in pg_hba.conf.`;
    case "3D000":
      return `There is no database "${database}" on the server of DATABASE_URL. Make it: CREATE DATABASE "${database}" OWNER "${user}";`;
    case "42501":
      return `The role "${user}" may not connect to the database "${database}". As its owner or a superuser: GRANT CONNECT, CREATE ON DATABASE "${database}" TO "${user}";`;
    case "53300":
      return `The server of DATABASE_URL has no connection left${says}. Raise max_connections there, or run fewer processes.`;
    case "57P03":
      return `The server of DATABASE_URL is starting or stopping${says}. Try again in a moment.`;
  }
  if (/timeout/i.test(message ?? "")) return unreachable(host, port);
  if (/password must be a string|client password/i.test(message ?? ""))
    return `The server of DATABASE_URL asks for a password, and there is none for the role "${user}". Add it: postgresql://${user}:PASSWORD@${host}:${port}/${database}`;
  if (/SSL|TLS|CERT|self.signed/i.test(`${code} ${message}`))
    return `No encrypted connection to ${host}:${port} can be made${says}. Set sslmode in DATABASE_URL as the server asks for it (OPERATING.md).`;
  return `The server of DATABASE_URL at ${host}:${port} cannot be used${says}.`;
}

const unreachable = (host: string, port: string) =>
  `${host}:${port}, the server of DATABASE_URL, does not answer within ${connectMs / 1000} seconds. Look whether a firewall is between, and correct the host and port.`;
