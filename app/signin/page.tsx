import type { Metadata } from "next";
import { ownPath } from "../../lib/accounts/reader";
import { currentReader } from "../../lib/accounts/session";
import { env } from "../../lib/env";
import { signOut } from "../_actions/sign-in";
import { InnerLink } from "../_components/inner-link";
import { ReaderMark } from "../_components/masthead";
import { pageMetadata } from "../_components/page-metadata";
import { SignUpField } from "../_components/sign-up-field";

export const dynamic = "force-dynamic";

export const metadata: Metadata = pageMetadata({
  title: "Sign in",
  description: "Sign in to Overheard by a link sent by email.",
  path: "/signin",
  index: false,
});

const forNewcomers = {
  open: "New here? The same link makes your account.",
  invite:
    "New here? Readers join by invitation: type your address, and the operator sees that you would like to come in.",
  closed: "This Overheard takes no new readers at the moment.",
};

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Asks for the address to which a link goes; there is no password. */
export default async function SignInPage({ searchParams }: Props) {
  const { next, link, email, account, for: purpose } = await searchParams;
  const reader = await currentReader();
  if (reader) return <SignedIn email={reader.email} />;
  return (
    <div className="plain">
      <Lead isSpent={link === "spent"} isDeleted={account === "deleted"} isForSaving={purpose === "saving"} />
      <SignUpField
        label="Your email address"
        button="Send me the link"
        next={ownPath(next)}
        email={typeof email === "string" ? email.slice(0, 254) : ""}
      />
      <p className="note">{forNewcomers[env().SIGNUP]}</p>
      {purpose === "saving" && (
        <p className="note">
          Or go <InnerLink href={ownPath(next)}>back to the insight</InnerLink>.
        </p>
      )}
    </div>
  );
}

function Lead(props: { isSpent: boolean; isDeleted: boolean; isForSaving: boolean }) {
  const { isSpent, isDeleted, isForSaving } = props;
  if (isDeleted)
    return (
      <>
        <h1>Your account is deleted</h1>
        <p>With all that was yours. Thank you for reading. Should you want to come back, type your address.</p>
      </>
    );
  return (
    <>
      <h1>{isSpent ? "This link no longer works" : isForSaving ? "Sign in to keep this" : "Sign in"}</h1>
      <p>
        {isSpent
          ? "It was used already, or is older than ten minutes. Ask for a new one; it takes a moment."
          : `There is no password. Type your address, and a link comes that signs you in${isForSaving ? " and leads back to the insight" : ""}.`}
      </p>
    </>
  );
}

function SignedIn({ email }: { email: string }) {
  return (
    <div className="plain">
      <ReaderMark />
      <h1>You are signed in</h1>
      <p>
        As <b>{email}</b>, in this browser. <InnerLink href="/">Read today’s five</InnerLink>, or see{" "}
        <InnerLink href="/settings">your settings</InnerLink>.
      </p>
      <form action={signOut}>
        <button className="button plain" type="submit">
          Sign out
        </button>
      </form>
    </div>
  );
}
