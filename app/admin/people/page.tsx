import type { Metadata } from "next";
import { requireOperator } from "../../../lib/accounts/session";
import { database } from "../../../lib/db/client";
import { env } from "../../../lib/env";
import { capitalised, counted } from "../../../lib/format/counts";
import { openSuggestions, readPeople } from "../../../lib/operations/views";
import { ActionForm } from "../../_components/action-form";
import { pageMetadata } from "../../_components/page-metadata";
import { decideSuggestion, invite, uninvite } from "../actions";
import { AdminFrame, Ago, Table } from "../frame";

export const dynamic = "force-dynamic";

export const metadata: Metadata = pageMetadata({
  title: "People",
  description: "For operators: who reads, who would like to, and what they suggest.",
  path: "/admin/people",
  index: false,
});

const modes = {
  open: "everybody may become a reader (SIGNUP is open)",
  invite: "who is invited may become a reader (SIGNUP is invite)",
  closed: "nobody new is let in (SIGNUP is closed)",
};

/** Who would like to join, who may, what readers suggest, and which links were asked for. */
export default async function PeoplePage() {
  await requireOperator("/admin/people");
  const db = database();
  const now = new Date();
  const [people, suggestions] = await Promise.all([readPeople(db), openSuggestions(db)]);
  const { SIGNUP } = env();
  return (
    <AdminFrame
      path="/admin/people"
      title="People"
      note={`${capitalised(counted(people.readers, "reader"))}; ${modes[SIGNUP]}.`}
    >
      <h2>Invite somebody</h2>
      <ActionForm
        action={invite}
        done="They may come in now; an email tells them. What becomes of it stands below."
        className="inline"
      >
        <label className="label" htmlFor="email">
          Their email address
        </label>
        <div className="search">
          <input className="field" id="email" name="email" type="email" required maxLength={254} autoComplete="off" />
          <button className="button small" type="submit">
            Invite
          </button>
        </div>
      </ActionForm>
      {people.waiting.length > 0 && (
        <>
          <h2>Would like to join</h2>
          <Table
            label="Would like to join"
            head={
              <>
                <th scope="col">Address</th>
                <th scope="col">Asked</th>
                <th scope="col">
                  <span className="sr-only">Act</span>
                </th>
              </>
            }
          >
            {people.waiting.map(({ email, createdAt }) => (
              <tr key={email}>
                <td>{email}</td>
                <td>
                  <Ago at={createdAt} now={now} />
                </td>
                <td>
                  <ActionForm action={invite} done="Invited.">
                    <input type="hidden" name="email" value={email} />
                    <button className="button plain small" type="submit">
                      Invite<span className="sr-only"> {email}</span>
                    </button>
                  </ActionForm>
                </td>
              </tr>
            ))}
          </Table>
        </>
      )}
      {people.invitations.length > 0 && (
        <>
          <h2>Invited, not here yet</h2>
          <Table
            label="Invited"
            head={
              <>
                <th scope="col">Address</th>
                <th scope="col">Since</th>
                <th scope="col">Their email</th>
                <th scope="col">
                  <span className="sr-only">Act</span>
                </th>
              </>
            }
          >
            {people.invitations.map(({ email, createdAt, outcome }) => (
              <tr key={email}>
                <td>{email}</td>
                <td>
                  <Ago at={createdAt} now={now} />
                </td>
                <td className="reason">{outcome ?? "It waits for a worker."}</td>
                <td>
                  <ActionForm action={uninvite} done="Taken back.">
                    <input type="hidden" name="email" value={email} />
                    <button className="button plain small" type="submit">
                      Take back<span className="sr-only"> the invitation of {email}</span>
                    </button>
                  </ActionForm>
                </td>
              </tr>
            ))}
          </Table>
        </>
      )}
      <h2 id="suggested">Suggested shows</h2>
      {suggestions.length === 0 ? (
        <p>None.</p>
      ) : (
        <Table
          label="Suggested shows"
          head={
            <>
              <th scope="col">Show</th>
              <th scope="col" className="number">
                Readers
              </th>
              <th scope="col">Since</th>
              <th scope="col">
                <span className="sr-only">Act</span>
              </th>
            </>
          }
        >
          {suggestions.map(({ wanted, readers, since }) => (
            <tr key={wanted}>
              <td dir="auto">{wanted}</td>
              <td className="number">{readers}</td>
              <td>
                <Ago at={since} now={now} />
              </td>
              <td>
                <div className="acts">
                  <Decide wanted={wanted} wasAdded="yes" label="It was added" />
                  <Decide wanted={wanted} wasAdded="no" label="No" />
                </div>
              </td>
            </tr>
          ))}
        </Table>
      )}
      <h2>Sign-in links of the last day</h2>
      {people.requests.length === 0 ? (
        <p>None was asked for.</p>
      ) : (
        <Table
          label="Sign-in links"
          head={
            <>
              <th scope="col">Address</th>
              <th scope="col">Asked</th>
              <th scope="col">What became of it</th>
            </>
          }
        >
          {people.requests.map((request) => (
            <tr key={request.id}>
              <td>{request.email}</td>
              <td>
                <Ago at={request.createdAt} now={now} />
              </td>
              <td className="reason">{request.outcome ?? "It waits for a worker."}</td>
            </tr>
          ))}
        </Table>
      )}
    </AdminFrame>
  );
}

function Decide({ wanted, wasAdded, label }: { wanted: string; wasAdded: "yes" | "no"; label: string }) {
  return (
    <ActionForm action={decideSuggestion} done="Noted.">
      <input type="hidden" name="wanted" value={wanted} />
      <input type="hidden" name="wasAdded" value={wasAdded} />
      <button className="button plain small" type="submit">
        {label}
        <span className="sr-only">: {wanted}</span>
      </button>
    </ActionForm>
  );
}
