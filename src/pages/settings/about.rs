use crate::locales::texts;
use leptos::prelude::*;

/// What the app is, what of it leaves the device, and whose work is in it.
#[component]
pub fn About() -> impl IntoView {
    let t = texts().settings();
    let geonames = "https://www.geonames.org/".to_owned();
    view! {
        <p>{t.about_line()}</p>
        <dl class="facts">
            <div><dt>{t.version()}</dt><dd>{env!("CARGO_PKG_VERSION")}</dd></div>
            <div><dt>{t.licence()}</dt><dd>{env!("CARGO_PKG_LICENSE")}</dd></div>
            <div><dt>{t.leaves()}</dt><dd>{t.leaves_nothing()}</dd></div>
            <div><dt>{t.place_data()}</dt><dd><a href=geonames>{"GeoNames".to_owned()}</a>{t.place_data_rest()}</dd></div>
        </dl>
    }
}
