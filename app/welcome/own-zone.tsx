"use client";

import { useEffect } from "react";

/** Chooses the browser's own time zone in the form it stands in, which knows it better than the server. */
export function OwnZone() {
  useEffect(() => {
    const field = document.querySelector<HTMLSelectElement>("select[name=timeZone]");
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    if (field && [...field.options].some(({ value }) => value === timeZone)) field.value = timeZone;
  }, []);
  return null;
}
