//! English and Spanish, light and dark: chosen once and kept.

use anyhow::ensure;
use journeys::{Person, button, field, heading, journey, link, main_part, navigation, part, radio, status};

#[test]
fn spanish_is_spoken_everywhere_and_kept_in_every_engine() -> anyhow::Result<()> {
    journey(async |person| {
        person.opens("/").await?;
        ensure!(language(person).await? == "en", "it begins in the browser's language");
        // Before there is any directory.
        person.presses(radio("Español")).await?;
        person.sees(button("").starting("Crear un directorio")).await?;
        ensure!(language(person).await? == "es", "the page says that it is Spanish");
        person.presses(button("").starting("Explorar una muestra")).await?;
        person.sees(heading("Grupos")).await?;
        person.sees(status("").holding("26 grupos")).await?;
        person.sees(status("").holding("Guardado en este dispositivo")).await?;
        // Kept over a reload.
        person.reloads().await?;
        person.sees(heading("Grupos")).await?;
        ensure!(language(person).await? == "es", "Spanish is kept");
        // Plurals and dates.
        person.types(field("Buscar nombre, ciudad, tema o región"), "kenosha").await?;
        person.sees(status("").holding("26 grupos, 1 coinciden").within(part("Grupos"))).await?;
        let groups = person.words_of(link("").within(part("Grupos"))).await?;
        let name = groups.iter().find(|name| name.contains("Kenosha")).cloned().unwrap_or_default();
        person.presses(link(&name).within(part("Grupos"))).await?;
        person.reads("Se lee como: ").await?;
        person.presses(button("Marcar como revisado")).await?;
        let month: String = person
            .asks_page("return new Intl.DateTimeFormat('es-US', { dateStyle: 'medium' }).format(new Date());")
            .await?;
        person.reads(&format!("Revisado el {month}")).await?;
        // Nothing of the frame or the form stays English.
        person.presses(link("Editar")).await?;
        person.sees(button("Guardar")).await?;
        person.types(field("Nombre"), "").await?;
        person.presses(button("Guardar")).await?;
        person.reads("Nombre: Complete este campo.").await?;
        let words = person.words().await?;
        for english in ["Save", "Cancel", "Settings", "Groups", "(optional)", "Please", "Name", "Add"] {
            ensure!(!words.split(' ').any(|word| word == english), "the form says {english:?}");
        }
        Ok(())
    })
}

#[test]
fn the_language_changes_under_way_and_back() -> anyhow::Result<()> {
    journey(async |person| {
        person.explores_sample().await?;
        person.goes_to("Settings").await?;
        person.presses(radio("Español")).await?;
        person.sees(heading("Configuración").within(main_part(""))).await?;
        person.sees(link("Personas").within(navigation("Principal"))).await?;
        // The keyboard stays where it was.
        person.has_focus_on(radio("Español")).await?;
        person.presses(radio("English")).await?;
        person.sees(heading("Settings").within(main_part(""))).await?;
        ensure!(language(person).await? == "en", "back in English");
        person.goes_to("Groups").await?;
        person.sees_groups(26).await
    })
}

#[test]
fn the_chosen_colours_are_kept() -> anyhow::Result<()> {
    journey(async |person| {
        person.explores_sample().await?;
        person.goes_to("Settings").await?;
        let colour = "return getComputedStyle(document.documentElement).backgroundColor;";
        person.presses(radio("Light")).await?;
        person.waits_until_page("light", "return document.documentElement.dataset.theme === 'light'").await?;
        let light: String = person.asks_page(colour).await?;
        person.presses(radio("Dark")).await?;
        person.waits_until_page("dark", "return document.documentElement.dataset.theme === 'dark'").await?;
        let dark: String = person.asks_page(colour).await?;
        ensure!(light != dark, "both are {light}");
        person.reloads().await?;
        person.sees(heading("Settings").within(main_part(""))).await?;
        let kept: String = person.asks_page(colour).await?;
        ensure!(kept == dark, "after loading again it is {kept}, not {dark}");
        person.presses(radio("System")).await?;
        person.reloads().await?;
        person
            .waits_until_page("as the device", "return document.documentElement.dataset.theme === 'system'")
            .await
    })
}

async fn language(person: &Person) -> anyhow::Result<String> {
    person.asks_page("return document.documentElement.lang;").await
}
