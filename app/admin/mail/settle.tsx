import { ActionForm } from "../../_components/action-form";
import { settleDelivery } from "../actions";

/** The two answers to what became of an email of which nobody knows it. */
export function Settle({ id, address }: { id: string; address: string }) {
  return (
    <div className="acts">
      {(
        [
          ["yes", "It arrived"],
          ["no", "It did not"],
        ] as const
      ).map(([arrived, label]) => (
        <ActionForm action={settleDelivery} done="Noted." key={arrived}>
          <input type="hidden" name="id" value={id} />
          <input type="hidden" name="arrived" value={arrived} />
          <button className="button plain small" type="submit">
            {label}
            <span className="sr-only">: {address}</span>
          </button>
        </ActionForm>
      ))}
    </div>
  );
}
