import type { Metadata } from "next";
import type { ComponentProps } from "react";
import { requireOperator } from "../../../lib/accounts/session";
import { database } from "../../../lib/db/client";
import { env } from "../../../lib/env";
import { capitalised, counted } from "../../../lib/format/counts";
import { openSuggestions, readPeople } from "../../../lib/operations/views";
import { ActionForm } from "../../_components/action-form";
import { pageMetadata } from "../../_components/page-metadata";
import { Sentence } from "../../_components/sentence";
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
          <Table label="Would like to join" columns={["Address", "Asked", { hidden: "Act" }]}>
            {people.waiting.map(({ email, createdAt }) => (
              <tr key={email}>
                <td className="address">{email}</td>
                <td>
                  <Ago at={createdAt} now={now} />
                </td>
                <td>
                  <Decide action={invite} done="Invited." fields={{ email }} label="Invite" about={` ${email}`} />
                </td>
              </tr>
            ))}
          </Table>
        </>
      )}
      {people.invitations.length > 0 && (
        <>
          <h2>Invited, not here yet</h2>
          <Table label="Invited" columns={["Address", "Since", "Their email", { hidden: "Act" }]}>
            {people.invitations.map(({ email, createdAt, outcome }) => (
              <tr key={email}>
                <td className="address">{email}</td>
                <td>
                  <Ago at={createdAt} now={now} />
                </td>
                <td className="reason">
                  <Sentence text={outcome ?? "It waits for a worker."} />
                </td>
                <td>
                  <Decide
                    action={uninvite}
                    done="Taken back."
                    fields={{ email }}
                    label="Take back"
                    about={` the invitation of ${email}`}
                  />
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
        <Table label="Suggested shows" columns={["Show", { number: "Readers" }, "Since", { hidden: "Act" }]}>
          {suggestions.map(({ wanted, readers, since }) => (
            <tr key={wanted}>
              <td dir="auto">{wanted}</td>
              <td className="number">{readers}</td>
              <td>
                <Ago at={since} now={now} />
              </td>
              <td>
                <div className="acts">
                  {(["yes", "no"] as const).map((wasAdded) => (
                    <Decide
                      key={wasAdded}
                      action={decideSuggestion}
                      done="Noted."
                      fields={{ wanted, wasAdded }}
                      label={wasAdded === "yes" ? "It was added" : "No"}
                      about={`: ${wanted}`}
                    />
                  ))}
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
        <Table label="Sign-in links" columns={["Address", "Asked", "What became of it"]}>
          {people.requests.map((request) => (
            <tr key={request.id}>
              <td className="address">{request.email}</td>
              <td>
                <Ago at={request.createdAt} now={now} />
              </td>
              <td className="reason">
                <Sentence text={request.outcome ?? "It waits for a worker."} />
              </td>
            </tr>
          ))}
        </Table>
      )}
    </AdminFrame>
  );
}

/** A button of a row. @param props.about what screen readers hear after its label. */
function Decide(props: {
  action: ComponentProps<typeof ActionForm>["action"];
  done: string;
  fields: Record<string, string>;
  label: string;
  about: string;
}) {
  const { action, done, fields, label, about } = props;
  return (
    <ActionForm action={action} done={done}>
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <button className="button plain small" type="submit">
        {label}
        <span className="sr-only">{about}</span>
      </button>
    </ActionForm>
  );
}
