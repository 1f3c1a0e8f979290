use super::{Flatten, id_of, is_true, number_of, set_text, text_of};
use automerge::ScalarValueRef;
use groundswell_model::{Group, Status};

pub(super) fn flatten(it: &Group, flat: &mut Flatten) {
    flat.text("name", &it.name);
    flat.put("status", it.status.key());
    flat.text("town", &it.place.town);
    flat.text("county", &it.place.county);
    flat.text("state", &it.place.state);
    flat.text("county_fips", &it.place.county_fips);
    if let Some(degrees) = it.place.latitude {
        flat.put("latitude", degrees);
    }
    if let Some(degrees) = it.place.longitude {
        flat.put("longitude", degrees);
    }
    if let Some(region) = it.region {
        flat.put("region", region.to_string());
    }
    flat.text("time_zone", &it.time_zone);
    for topic in &it.topics {
        flat.member("topics", topic);
    }
    flat.text("founded", &it.founded);
    flat.text("meets", &it.meets);
}

pub(super) fn set(it: &mut Group, key: &str, value: &ScalarValueRef<'_>) {
    match key {
        "name" => set_text(&mut it.name, value),
        "status" => it.status = status_of(value),
        "town" => set_text(&mut it.place.town, value),
        "county" => set_text(&mut it.place.county, value),
        "state" => set_text(&mut it.place.state, value),
        "county_fips" => set_text(&mut it.place.county_fips, value),
        "latitude" => it.place.latitude = number_of(value),
        "longitude" => it.place.longitude = number_of(value),
        "region" => it.region = id_of(value),
        "time_zone" => set_text(&mut it.time_zone, value),
        "founded" => set_text(&mut it.founded, value),
        "meets" => set_text(&mut it.meets, value),
        _ => {
            if let Some(topic) = key.strip_prefix("topics/")
                && is_true(value)
            {
                it.topics.insert(topic.to_owned());
            }
        }
    }
}

pub(super) fn status_of(value: &ScalarValueRef<'_>) -> Status {
    text_of(value).and_then(Status::from_key).unwrap_or_default()
}
