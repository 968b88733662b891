import type { Metadata } from "next";
import { requireOperator } from "../../../lib/accounts/session";
import { env } from "../../../lib/env";
import { settingsInForce } from "../../../lib/operations/settings-in-force";
import { pageMetadata } from "../../_components/page-metadata";
import { AdminFrame, Table } from "../frame";

export const dynamic = "force-dynamic";

export const metadata: Metadata = pageMetadata({
  title: "Settings in force",
  description: "For operators: what this installation is set to.",
  path: "/admin/settings",
  index: false,
});

/** What this process has read from the environment; of secrets only whether they are set. */
export default async function SettingsInForcePage() {
  await requireOperator("/admin/settings");
  return (
    <AdminFrame
      path="/admin/settings"
      title="Settings in force"
      note="As the web server read them when it started. Each is explained in .env.example; a change needs a restart."
    >
      <Table label="Settings" columns={["Setting", "Value"]}>
        {settingsInForce(env()).map(({ name, value, isSecret }) => (
          <tr key={name}>
            <td>
              <code>{name}</code>
            </td>
            <td className={isSecret || value === "" ? "note" : undefined}>{value || "not set"}</td>
          </tr>
        ))}
      </Table>
    </AdminFrame>
  );
}
