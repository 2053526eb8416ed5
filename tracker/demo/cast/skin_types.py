"""The skin types that the two clinics wrote down; nobody asked the others."""

RECORDED = {
    "I": "saoirse grainne maeve orla",
    "II": "ana liv oona jonas bridget sinead agnes patrick",
    "III": "marta teodora elif mei cleo nadia zofia wei",
    "IV": "ines rosa lucia dilan rafael leila hana",
    "V": "yasmin noor priya arjun tariq",
    "VI": "ben femi kofi amara samuel chidi thandi",
}
SKIN_TYPES = {key: code for code, keys in RECORDED.items() for key in keys.split()}
