import { env } from "../../lib/env";
import { shareText } from "../../lib/format/share-text";
import type { TakeView } from "../../lib/insights/take";
import { followSomething, reactToInsight, saveInsight, takeBackReaction, unsaveInsight } from "../_actions/signals";
import { Icon } from "./icons";
import { InnerLink } from "./inner-link";
import { SignalForm } from "./signal-form";

/** What a reader did with an insight. */
export interface Signal {
  isSaved: boolean;
  reactions: ("more" | "less" | "report")[];
  /** Whether they never want its show. */
  isShowHidden: boolean;
}

/** What one can do with an insight: keep it, pass it on, say what it was worth. @param signal undefined for visitors. */
export function TakeTools({ take, signal }: { take: TakeView; signal?: Signal | undefined }) {
  return (
    <div className="tools">
      {signal ? (
        <SignalForm action={signal.isSaved ? unsaveInsight : saveInsight} fields={{ insightId: take.id }}>
          <button className="tool" type="submit" data-save="" aria-pressed={signal.isSaved}>
            <Icon name="save" /> {signal.isSaved ? "Saved" : "Save"}
          </button>
        </SignalForm>
      ) : (
        <InnerLink className="tool" href={`/signin?for=saving&next=/insights/${take.id}`} data-save="">
          <Icon name="save" /> Save
        </InnerLink>
      )}
      <ShareMenu take={take} />
      {signal && <MoreMenu take={take} signal={signal} />}
    </div>
  );
}

function ShareMenu({ take }: { take: TakeView }) {
  const id = `share-${take.id}`;
  const url = `${env().APP_URL}/insights/${take.id}`;
  return (
    <>
      <button className="tool" type="button" popoverTarget={id}>
        <Icon name="share" /> Share
      </button>
      <div className="menu" id={id} popover="auto">
        <button type="button" className="for-script" data-copy={url}>
          <Icon name="link" /> <span data-label="">Copy the link</span>
        </button>
        <button type="button" className="for-script" data-copy={shareText(take, url, env().APP_TIMEZONE)}>
          <Icon name="text" /> <span data-label="">Copy as text, with its source</span>
        </button>
        <a href={`/insights/${take.id}/picture.png`} download={`overheard-${take.id}.png`}>
          <Icon name="picture" /> Save as a picture
        </a>
        <button type="button" className="for-sharing" data-share={url} data-title={take.headline}>
          <Icon name="app" /> Share with an app
        </button>
        <p className="note for-no-script">
          Its address: <a href={url}>{url}</a>
        </p>
      </div>
    </>
  );
}

function MoreMenu({ take, signal }: { take: TakeView; signal: Signal }) {
  const id = `more-${take.id}`;
  const opinion = (kind: "more" | "less") => {
    const isSaid = signal.reactions.includes(kind);
    return (
      <SignalForm
        action={isSaid ? takeBackReaction : reactToInsight}
        fields={{ insightId: take.id, kind }}
        noted={isSaid ? "Taken back." : `Noted: ${kind} like this.`}
      >
        <button type="submit" aria-pressed={isSaid}>
          <Icon name={kind === "more" ? "liked" : "disliked"} /> {kind === "more" ? "More like this" : "Less like this"}
        </button>
      </SignalForm>
    );
  };
  return (
    <>
      <button className="tool" type="button" popoverTarget={id} aria-label="More to do with this insight">
        <Icon name="more" />
      </button>
      <div className="menu" id={id} popover="auto">
        {opinion("more")}
        {opinion("less")}
        <SignalForm
          action={followSomething}
          fields={{ showId: take.show.id, how: signal.isShowHidden ? "none" : "mute" }}
          done={signal.isShowHidden ? "It stays out of your next five." : "It counts again."}
        >
          <button type="submit" aria-pressed={signal.isShowHidden}>
            <Icon name="hide" />{" "}
            {signal.isShowHidden ? `${take.show.title} is hidden: show it again` : `Hide ${take.show.title}`}
          </button>
        </SignalForm>
        <details>
          <summary>
            <Icon name="report" /> Report this
          </summary>
          <SignalForm
            action={reactToInsight}
            fields={{ insightId: take.id, kind: "report" }}
            done="Thank you. The operator will look at it."
          >
            <label className="note" htmlFor={`report-${take.id}`}>
              What is wrong with it?
            </label>
            <textarea className="field" id={`report-${take.id}`} name="comment" rows={3} maxLength={2000} required />
            <button className="button plain" type="submit">
              Send to the operator
            </button>
          </SignalForm>
        </details>
      </div>
    </>
  );
}
