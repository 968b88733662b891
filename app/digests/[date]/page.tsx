import { DayArticle, dayMetadata } from "./day-article";

/** Made when first asked for, and anew when what it shows has changed (`pageTags`); or after this many seconds. */
export const revalidate = 300;
export const generateStaticParams = () => [];

export const generateMetadata = dayMetadata;

export default function DayPage(props: { params: Promise<{ date: string }> }) {
  return <DayArticle {...props} />;
}
