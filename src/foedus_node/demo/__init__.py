"""The example: two ministries from the words of communiqués to a signed plan and the next brief.

Its documents are written for Foedus from public facts about the defence cooperation of
Vietnam and Laos; what no source states is marked as illustrative in the documents, and in
the plan's lines by the word itself.
"""
