package dev.mneme.springai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.embed.HashingEmbedder;
import dev.mneme.Durability;
import dev.mneme.EngineOptions;
import dev.mneme.MemoryEngine;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.vectorstore.VectorStoreChatMemoryAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.Prompt;

/** Spring AI's chat memory over Mneme, with the metadata that its model for OpenAI makes. */
class ChatMemoryAdvisorTest {
  @TempDir private Path directory;

  @Test
  void answersWithAnnotations_areRemembered_andFoundInTheirConversationOnly() {
    var options =
        EngineOptions.defaults().durability(Durability.ASYNC).embedder(new HashingEmbedder(64));
    try (var engine = MemoryEngine.open(directory, options)) {
      var store = new MnemeVectorStore(engine.namespace());
      var advisor = VectorStoreChatMemoryAdvisor.builder(store).build();
      Map<String, Object> context = Map.of(ChatMemory.CONVERSATION_ID, "c1");
      var annotations =
          List.of(Map.of("type", "url_citation", "url_citation", Map.of("start_index", 1)));
      var answer =
          AssistantMessage.builder()
              .content("Caroline joined the support group")
              .properties(
                  Map.of("id", "chatcmpl-1", "index", 0, "refusal", "", "annotations", annotations))
              .build();
      var toolCall = AssistantMessage.builder().content("").build();
      advisor.after(
          ChatClientResponse.builder()
              .chatResponse(
                  new ChatResponse(List.of(new Generation(answer), new Generation(toolCall))))
              .context(context)
              .build(),
          null);
      assertThat(engine.namespace().count()).isEqualTo(2);
      assertThat(asked(advisor, "c1")).contains("Caroline joined the support group");
      assertThat(asked(advisor, "c2")).doesNotContain("Caroline joined the support group");
      assertThat(store.similaritySearch("support group").getFirst().getMetadata())
          .containsEntry("annotations", annotations)
          .containsEntry("conversationId", "c1");
    }
  }

  private static String asked(VectorStoreChatMemoryAdvisor advisor, String conversation) {
    var request =
        ChatClientRequest.builder()
            .prompt(new Prompt("What did Caroline join?"))
            .context(Map.of(ChatMemory.CONVERSATION_ID, conversation))
            .build();
    return advisor.before(request, null).prompt().getContents();
  }
}
